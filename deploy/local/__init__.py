"""The whole system on one machine: a real database, a real broker and every service."""
