"""Invoices, what of them is paid, and our own firms that issue them."""
