"""E-mail addresses: checked without asking the network, domain in lower case (pure)."""

import re

from email_validator import EmailNotValidError, validate_email

EMAIL_FORMAT = "EMAIL_FORMAT"
HOW_TO_FIX = "Not an e-mail address: write it such as name@company.ru."

# What nearly all addresses look like; whatever does not fit is left to email-validator.
_PLAIN = re.compile(
    r"([A-Za-z0-9_+-]{1,32}(?:\.[A-Za-z0-9_+-]{1,15}){0,2})"
    r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,4}(?:ru|com|net|org|su|info|biz))"
)


def normalise(text: str) -> str:
    """The address with its domain in lower case (IDN in letters), or "" if it is none."""
    address = text.strip()
    plain = _PLAIN.fullmatch(address)
    if plain and "--" not in plain[2]:
        return f"{plain[1]}@{plain[2].lower()}"
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def masked(address: str) -> str:
    """`a•••@d.ru`: the domain helps to tell the company, the rest is hidden."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"
