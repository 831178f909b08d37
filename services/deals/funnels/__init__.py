"""Funnels: the stages of deals, and what each asks for."""
