"""When somebody is reminded of a work."""
