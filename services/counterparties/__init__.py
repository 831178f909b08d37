"""Counterparties: whom the tenant deals with, their contacts, notes, segments and imports."""
