"""Fulfilment of deals: obligations, notes, orders to suppliers."""
