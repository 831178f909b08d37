"""Numbers of invoices as they are compared, whoever types them (pure)."""

import re

# Capital Latin letters that look like Russian ones, and what looks like a space or a hyphen.
_ALIKE = "ABCEHKMOPTXYЁ\u00a0\u2009\u202f–—‑−\\"
_LIKE = str.maketrans(_ALIKE, "АВСЕНКМОРТХУЕ   ----/")
# Most texts have none: to look takes a twentieth of the time.
_HAS_ALIKE = re.compile(f"[{re.escape(_ALIKE)}]")
_PREFIX = re.compile(r"^СЧ(?:-|(?=\d))")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def plain(text: str) -> str:
    """In capitals, with one letter for those that look alike."""
    capitals = text.upper()
    return capitals.translate(_LIKE) if _HAS_ALIKE.search(capitals) else capitals


def number_key(number: str) -> str:
    """What numbers are compared by: «сч-00031» and «31», «A-15» and «а-15» are one."""
    return _ZEROS.sub("", _PREFIX.sub("", "".join(plain(number).split())))
