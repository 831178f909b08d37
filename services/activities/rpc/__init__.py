"""The doors of the activities service."""
