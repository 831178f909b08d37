"""Whether INN and KPP belong to a working company: by the registry, or by check digits alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.counterparties import requisites
from services.counterparties.registry import party
from services.counterparties.registry.desk import Desk
from services.counterparties.registry.party import Reading
from services.counterparties.registry.provider import REFUSALS
from services.counterparties.requisites import Kind
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db

_LIQUIDATED = "LIQUIDATED"
# Of a company in good order as well.
_HARMLESS = frozenset(("BRANCH", "BRANCHES", "NO_DIRECTOR"))


class Verdict(StrEnum):
    GOOD = "GOOD"
    DOUBTFUL = "DOUBTFUL"
    BAD = "BAD"


class Source(StrEnum):
    REGISTRY = "REGISTRY"
    CHECKSUM = "CHECKSUM"


class QueryUnclear(InvalidArgument):
    reason = "REGISTRY_QUERY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    source: Source
    status: str = ""
    registry_reason: str = ""


def look_up(db: Db, desk: Desk, inn: str, kpp: str, ogrn: str) -> tuple[Reading, datetime]:
    """What the registry says, and when it was asked."""
    inn, kpp, ogrn = _tidy(inn), _tidy(kpp).upper(), _tidy(ogrn)
    if not (_number(inn, (10, 12)) or (not inn and _number(ogrn, (13, 15)))):
        field = "ogrn" if ogrn and not inn else "inn"
        text = "An INN has 10 or 12 digits, an OGRN 13 or 15"
        raise QueryUnclear(text, field=field)
    kept = desk.find(db, inn or ogrn, kpp)
    return party.read(kept.suggestions, inn=inn, kpp=kpp, ogrn=ogrn), kept.ask_time


def check(db: Db, desk: Desk, inn: str, kpp: str) -> Check:
    inn, kpp = _tidy(inn), _tidy(kpp).upper()
    kind = Kind.SOLE_PROPRIETOR if len(inn) == 12 else Kind.LEGAL
    wrong = [
        requisites.inn_problem(inn, kind),
        requisites.kpp_problem(kpp, kind) if kpp else "",
    ]
    # The kind is our guess here; what is wrong is the length.
    reasons = tuple("INN_LENGTH" if each == "INN_KIND" else each for each in wrong if each)
    if reasons:
        return Check(verdict=Verdict.BAD, reasons=reasons, source=Source.CHECKSUM)
    try:
        reading, _ = look_up(db, desk, inn, kpp, "")
    except REFUSALS as refusal:
        return Check(verdict=Verdict.GOOD, source=Source.CHECKSUM, registry_reason=refusal.reason)
    return _by_registry(reading, kpp)


def _by_registry(reading: Reading, kpp: str) -> Check:
    form = reading.form
    reasons = [each.upper() for each in reading.warnings if each.upper() not in _HARMLESS]
    if form is None:
        return Check(verdict=Verdict.BAD, reasons=tuple(reasons), source=Source.REGISTRY)
    if kpp and form.kpp != kpp:
        reasons.append("KPP_MISMATCH")
    bad = _LIQUIDATED in reasons
    return Check(
        verdict=Verdict.BAD if bad else Verdict.DOUBTFUL if reasons else Verdict.GOOD,
        reasons=tuple(reasons),
        source=Source.REGISTRY,
        status=form.status or "",
    )


def _tidy(number: str) -> str:
    return requisites.compact(number.strip())


def _number(value: str, lengths: tuple[int, ...]) -> bool:
    return value.isascii() and value.isdigit() and len(value) in lengths
