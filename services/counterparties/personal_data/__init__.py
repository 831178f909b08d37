"""Demands of people about the data kept of them: take out, destroy, use no longer."""
