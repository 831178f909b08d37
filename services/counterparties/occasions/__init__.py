"""Occasions: on which days whom to congratulate."""
