"""How a work ended [со знаком плюс, со знаком минус] (pure)."""

from enum import StrEnum


class Sign(StrEnum):
    PLUS = "PLUS"
    MINUS = "MINUS"
