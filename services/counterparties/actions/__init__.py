"""What can be done to counterparties, contacts, segments and notes: a function, a transaction."""
