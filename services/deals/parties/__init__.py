"""Parties: the clients and people that leads and deals are about, as this service knows them."""
