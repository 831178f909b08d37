"""Managers: who looks after which segments, and where that does not fit the clients."""
