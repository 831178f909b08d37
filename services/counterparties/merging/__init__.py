"""Merging counterparties or contacts that are one, and taking them apart again."""
