"""Drafts of the registration wizard, and the registration that ends them."""
