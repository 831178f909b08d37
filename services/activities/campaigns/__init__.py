"""Campaigns: chains of works for many clients, by templates such as a seminar."""
