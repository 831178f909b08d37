"""Leads: interest that may become a deal, and how it finds who takes care of it."""
