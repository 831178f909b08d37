"""Somebody's works for his own calendar program."""
