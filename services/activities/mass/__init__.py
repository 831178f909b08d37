"""Works for many at once: for a list of clients planned, and given to others."""
