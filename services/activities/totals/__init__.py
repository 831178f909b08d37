"""Totals: what works come to below each node of their tree, kept as a ledger nobody waits for."""
