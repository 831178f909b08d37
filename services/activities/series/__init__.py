"""Repeated works."""
