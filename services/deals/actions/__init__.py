"""What can be done to deals."""
