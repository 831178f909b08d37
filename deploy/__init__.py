"""How the system is built, started and shipped; nothing here is imported by services."""
