"""Totals: what open, won and lost deals come to, kept as a ledger that nobody has to wait for."""
