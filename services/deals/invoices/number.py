"""Numbers of invoices as they are compared, whoever types them (pure)."""

import re

# Capital Latin letters that look like Russian ones, and what looks like a space or a hyphen.
_LIKE = str.maketrans("ABCEHKMOPTXYЁ\u00a0\u2009\u202f–—‑−\\", "АВСЕНКМОРТХУЕ   ----/")
_PREFIX = re.compile(r"^СЧ(?:-|(?=\d))")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def plain(text: str) -> str:
    """In capitals, with one letter for those that look alike."""
    return text.upper().translate(_LIKE)


def number_key(number: str) -> str:
    """What numbers are compared by: «сч-00031» and «31», «A-15» and «а-15» are one."""
    return _ZEROS.sub("", _PREFIX.sub("", "".join(plain(number).split())))
