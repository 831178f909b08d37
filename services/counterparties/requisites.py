"""Requisites by Russian law: INN, KPP, OGRN, SNILS, passport, bank accounts (pure).

Each check answers a reason code, or "" for a good value. They run for every row of an import, so
they are plain arithmetic; the tests compare them with python-stdnum where that one is right.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What a counterparty is before the law: it decides which requisites fit."""

    LEGAL = "LEGAL"
    SOLE_PROPRIETOR = "SOLE_PROPRIETOR"
    INDIVIDUAL = "INDIVIDUAL"


# English for programs: what is wrong and how to fix it. The UI has its own texts by reason.
HOW_TO_FIX: Mapping[str, str] = {
    "INN_FORMAT": "An INN is digits only and does not start with 00: remove other characters.",
    "INN_LENGTH": "An INN has 10 digits (company) or 12 digits (sole proprietor, person): "
    "count them; a leading zero may be lost.",
    "INN_KIND": "A company's INN has 10 digits, a sole proprietor's or a person's has 12: "
    "correct the INN or the kind.",
    "INN_CHECKSUM": "The INN's check digits do not match: compare it with the document.",
    "KPP_FORMAT": "A KPP has 9 characters such as 770101001: compare it with the document.",
    "KPP_KIND": "Only companies have a KPP: clear it or correct the kind.",
    "OGRN_FORMAT": "An OGRN is digits only: remove other characters.",
    "OGRN_LENGTH": "A company's OGRN has 13 digits, a sole proprietor's OGRNIP has 15: count them.",
    "OGRN_KIND": "A company has an OGRN (13 digits), a sole proprietor an OGRNIP (15 digits), "
    "a person none: correct the number or the kind.",
    "OGRN_CHECKSUM": "The check digit of the OGRN does not match: compare it with the document.",
    "SNILS_LENGTH": "A SNILS has 11 digits, such as 112-233-445 95: count them.",
    "SNILS_CHECKSUM": "The SNILS's check digits do not match: compare it with the document.",
    "PASSPORT_NUMBER": "A passport number has 4 + 6 digits, such as 4510 123456.",
    "PASSPORT_ISSUER_CODE": "The issuer's code looks like 770-001.",
    "BIC_FORMAT": "A BIK has 9 digits, such as 044525225: a leading zero may be lost.",
    "ACCOUNT_LENGTH": "An account has 20 digits: count them.",
    "ACCOUNT_KEY": "The account's check digit does not fit the BIK: "
    "compare both with the contract.",
    "CORRESPONDENT_ACCOUNT": "A correspondent account has 20 digits and ends with the BIK's last "
    "three: compare both with the contract.",
}

# What people and spreadsheets put between digits.
_SEPARATORS = str.maketrans("", "", " \u00a0\u202f\u2009\t\r\n-–—'.№")
_KPP = re.compile(r"\d{4}[\dA-Z]{2}\d{3}", re.ASCII)
_BIC = re.compile(r"[012]\d{8}", re.ASCII)
_ISSUER_CODE = re.compile(r"\d{3}-\d{3}", re.ASCII)
# The Bank of Russia's own branches and the treasury: their accounts have another key.
_CENTRAL_BANK = frozenset(("000", "001", "002"))
_KEY_WEIGHTS = (7, 1, 3) * 7 + (7, 1)
_ZERO = ord("0")


def compact(value: str) -> str:
    """A number without what is put between its digits."""
    return value if value.isalnum() else value.translate(_SEPARATORS)


def inn_problem(inn: str, kind: Kind) -> str:
    """Why `inn` cannot be the taxpayer number of such a counterparty."""
    if not _digits(inn):
        return "INN_FORMAT"
    if len(inn) not in (10, 12):
        return "INN_LENGTH"
    if inn.startswith("00"):
        return "INN_FORMAT"
    if len(inn) != (10 if kind is Kind.LEGAL else 12):
        return "INN_KIND"
    return "" if _inn_checks(inn.encode()) else "INN_CHECKSUM"


def kpp_problem(kpp: str, kind: Kind) -> str:
    """Why `kpp` cannot be the tax registration reason of such a counterparty."""
    if kind is not Kind.LEGAL:
        return "KPP_KIND"
    return "" if _KPP.fullmatch(kpp) else "KPP_FORMAT"


def ogrn_problem(ogrn: str, kind: Kind) -> str:
    """Why `ogrn` cannot be the state registration number of such a counterparty."""
    if not _digits(ogrn):
        return "OGRN_FORMAT"
    if len(ogrn) not in (13, 15):
        return "OGRN_LENGTH"
    if kind is Kind.INDIVIDUAL or len(ogrn) != (13 if kind is Kind.LEGAL else 15):
        return "OGRN_KIND"
    return "" if _ogrn_checks(ogrn) else "OGRN_CHECKSUM"


def snils_problem(snils: str) -> str:
    """Why `snils` cannot be a pension insurance number."""
    if len(snils) != 11 or not _digits(snils):
        return "SNILS_LENGTH"
    number = snils[:9]
    # Numbers up to 001-001-998 were given out without check digits.
    if number <= "001001998":
        return "SNILS_CHECKSUM" if number == "000000000" else ""
    total = sum((9 - place) * int(digit) for place, digit in enumerate(number))
    return "" if total % 101 % 100 == int(snils[9:]) else "SNILS_CHECKSUM"


def passport_number_problem(number: str) -> str:
    """Why `number` cannot be the series and number of a Russian passport."""
    good = len(number) == 10 and _digits(number) and number[4:] != "000000"
    return "" if good else "PASSPORT_NUMBER"


def issuer_code_problem(code: str) -> str:
    """Why `code` cannot name the office that issued a passport."""
    return "" if _ISSUER_CODE.fullmatch(code) else "PASSPORT_ISSUER_CODE"


def bic_problem(bic: str) -> str:
    """Why `bic` cannot be a bank's code [БИК]."""
    return "" if _BIC.fullmatch(bic) else "BIC_FORMAT"


def account_problem(account: str, bic: str) -> str:
    """Why `account` cannot be a settlement account in the bank `bic`; `bic` itself is good."""
    if len(account) != 20 or not _digits(account):
        return "ACCOUNT_LENGTH"
    # Treasury accounts (03…) are keyed by the treasury office, which the BIK does not tell.
    if account[0] == "0":
        return ""
    return "" if _key_fits(_key_prefix(bic), account) else "ACCOUNT_KEY"


def correspondent_account_problem(account: str, bic: str) -> str:
    """Why `account` cannot be the correspondent account of the bank `bic`; `bic` itself is good."""
    if len(account) != 20 or not _digits(account):
        return "CORRESPONDENT_ACCOUNT"
    # The single treasury account (40102…) stands in this place in papers of budget bodies.
    if account.startswith("40102"):
        return ""
    return "" if account[17:] == bic[6:] else "CORRESPONDENT_ACCOUNT"


def _digits(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _inn_checks(d: bytes) -> bool:
    if len(d) == 10:
        return _inn_tenth(d) == d[9] - _ZERO
    return _inn_eleventh(d) == d[10] - _ZERO and _inn_twelfth(d) == d[11] - _ZERO


# Written out: three times as fast as a sum over zipped weights. Each subtracts «0» times the sum
# of its weights, as the bytes are characters.
def _inn_tenth(d: bytes) -> int:
    total = (
        2 * d[0] + 4 * d[1] + 10 * d[2] + 3 * d[3] + 5 * d[4] + 9 * d[5] + 4 * d[6] + 6 * d[7]
    ) + 8 * d[8]
    return (total - _ZERO * 51) % 11 % 10


def _inn_eleventh(d: bytes) -> int:
    total = (
        7 * d[0] + 2 * d[1] + 4 * d[2] + 10 * d[3] + 3 * d[4] + 5 * d[5] + 9 * d[6] + 4 * d[7]
    ) + (6 * d[8] + 8 * d[9])
    return (total - _ZERO * 58) % 11 % 10


def _inn_twelfth(d: bytes) -> int:
    total = (
        3 * d[0] + 7 * d[1] + 2 * d[2] + 4 * d[3] + 10 * d[4] + 3 * d[5] + 5 * d[6] + 9 * d[7]
    ) + (4 * d[8] + 6 * d[9] + 8 * d[10])
    return (total - _ZERO * 61) % 11 % 10


def _ogrn_checks(ogrn: str) -> bool:
    if len(ogrn) == 13:
        return ogrn[0] != "0" and int(ogrn[:12]) % 11 % 10 == int(ogrn[12])
    # python-stdnum 2.2 forgets the second «mod» here and refuses good numbers.
    return ogrn[0] in "34" and int(ogrn[:14]) % 13 % 10 == int(ogrn[14])


def _key_prefix(bic: str) -> str:
    """The digits put before an account to compute its key (Bank of Russia, 515, 1997)."""
    if bic[6:] in _CENTRAL_BANK:
        return "0" + bic[4:6]
    return bic[6:]


def _key_fits(prefix: str, account: str) -> bool:
    digits = (prefix + account).encode()
    total = 0
    for weight, digit in zip(_KEY_WEIGHTS, digits, strict=True):
        total += weight * (digit - _ZERO)
    return total % 10 == 0
