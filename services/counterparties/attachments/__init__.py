"""Files kept with a client or a contact."""
