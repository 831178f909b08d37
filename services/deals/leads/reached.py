"""How somebody is reached, as he typed it: nothing is refused, as leads come from sites (pure)."""

import re

_DIGITS = re.compile(r"\D+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def phone(text: str) -> str:
    """E.164 of a Russian number; any other as it was typed."""
    digits = national(text)
    if len(digits) == 10 and digits[0] in "34589" and not _has_more(text):
        return f"+7{digits}"
    return text


def national(text: str) -> str:
    """The digits that tell a number, as people know it: without +7 or 8 of a Russian one."""
    digits = _DIGITS.sub("", text)
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits


def _has_more(text: str) -> bool:
    """An extension, or words."""
    return any(each.isalpha() or each in "#,;" for each in text)


def email(text: str) -> str:
    return text.lower() if _EMAIL.fullmatch(text) else text
