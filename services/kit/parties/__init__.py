"""Parties: the clients, people and sales that records are linked to, as this service knows them."""
