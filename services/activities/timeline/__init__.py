"""Timelines [ленты]: all that happened about a record, whichever service it happened in."""
