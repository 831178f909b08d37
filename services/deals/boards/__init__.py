"""Boards: the open deals of a funnel in columns."""
