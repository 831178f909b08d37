"""Open deals go to a client's new manager, if whoever changed him chose so."""
