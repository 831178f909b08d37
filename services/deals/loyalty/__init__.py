"""Loyalty: programs, and the ledger of bonuses that they give."""
