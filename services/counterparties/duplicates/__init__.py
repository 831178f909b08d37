"""Duplicates: who is probably the same client, said while typing and kept as a queue."""
