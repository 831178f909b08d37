"""Assessments: how clients take what we do, and how they keep their word."""
