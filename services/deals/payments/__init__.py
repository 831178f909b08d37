"""Bank statements and payments: what came in, and for which invoices."""
