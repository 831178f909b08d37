"""What can be done to works."""
