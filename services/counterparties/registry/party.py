"""What an answer of the registry means for a form (pure).

The answer is the vendor's: a list of suggestions, any part of which may be missing or unknown. The
rules are those of the registry's data description; a test runs them over its files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from services.counterparties import requisites
from services.counterparties.registry_entry import ACTIVE, RegistryEntry

LEGAL, INDIVIDUAL = "legal", "individual"
MAIN, BRANCH = "MAIN", "BRANCH"
INN_MISMATCH, NOT_FOUND = "inn_mismatch", "not_found"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Suggestion = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What to fill a form with; None where the registry says nothing."""

    kind: str | None
    short_name: str | None
    full_name: str | None
    inn: str | None
    kpp: str | None
    ogrn: str | None
    legal_address: str | None
    postal_code: str | None
    director_name: str | None
    director_post: str | None
    okved: str | None
    status: str | None
    registration_date: str | None
    liquidation_date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One variant as a line to choose from."""

    title: str
    inn: str
    kpp: str
    ogrn: str
    address: str
    status: str
    branch_type: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An answer read for one question."""

    found: bool
    choices: int = 0
    form: Form | None = None
    warnings: tuple[str, ...] = ()
    must_confirm: bool = False
    options: tuple[Option, ...] = ()
    chosen: Suggestion | None = None


def read(answer: Sequence[Suggestion], *, inn: str = "", kpp: str = "", ogrn: str = "") -> Reading:
    """`kpp` is the one in the form already; asked by `inn`, or by `ogrn` without one."""
    if not answer:
        return Reading(found=False, warnings=(NOT_FOUND,))
    field, asked = ("inn", inn) if inn else ("ogrn", ogrn)
    asked = requisites.compact(asked)
    variants = [each for each in answer if _text(_data(each), field) == asked]
    if not variants:
        return Reading(found=False, warnings=(INN_MISMATCH,))
    chosen = _choose(variants, requisites.compact(kpp).upper())
    warnings = _warnings(_data(chosen), len(variants))
    status = _status(_data(chosen))
    alarms = {"unreliable", "disqualified"} & warnings
    return Reading(
        found=True,
        choices=len(variants),
        form=form(chosen),
        warnings=tuple(sorted(warnings)),
        must_confirm=bool(alarms) or status not in (None, ACTIVE),
        options=options(sorted(variants, key=lambda each: not _is_main(_data(each)))),
        chosen=chosen,
    )


def form(suggestion: Suggestion) -> Form:
    data = _data(suggestion)
    names, address, state = _part(data, "name"), _part(data, "address"), _part(data, "state")
    director_name, director_post = _director(data)
    return Form(
        kind=_kind(data),
        short_name=_text(names, "short_with_opf") or _text(names, "full_with_opf"),
        full_name=_text(names, "full_with_opf"),
        inn=_text(data, "inn"),
        kpp=None if _kind(data) == INDIVIDUAL else _text(data, "kpp"),
        ogrn=_text(data, "ogrn"),
        legal_address=_text(address, "unrestricted_value"),
        postal_code=_text(_part(address, "data"), "postal_code"),
        director_name=director_name,
        director_post=director_post,
        okved=_text(data, "okved"),
        status=_status(data),
        registration_date=_day(state.get("registration_date")),
        liquidation_date=_day(state.get("liquidation_date")),
    )


def options(answer: Sequence[Suggestion]) -> tuple[Option, ...]:
    return tuple(_option(each) for each in answer)


def entry(reading: Reading, now: datetime) -> RegistryEntry:
    """What to keep of it with a client."""
    if reading.chosen is None or reading.form is None:
        return RegistryEntry(check_time=now)
    data, filled = _data(reading.chosen), reading.form
    ended = filled.liquidation_date
    return RegistryEntry(
        status=filled.status or "",
        check_time=now,
        liquidation_date=date.fromisoformat(ended) if ended else None,
        invalid=data.get("invalid") is True,
        disqualified=_part(data, "management").get("disqualified") is True,
        director_name=filled.director_name or "",
        director_post=filled.director_post or "",
        branch_type=_text(data, "branch_type") or "",
        okved=filled.okved or "",
        short_name=filled.short_name or "",
        legal_address=filled.legal_address or "",
    )


def as_answer(body: object) -> list[Suggestion] | None:
    """The suggestions of a vendor's body; None if it is no answer at all."""
    if not isinstance(body, dict):
        return None
    found = cast("dict[str, Any]", body).get("suggestions")
    if not isinstance(found, list):
        return None
    every = (_mapping(each) for each in cast("list[Any]", found))
    return [each for each in every if _data(each)]


def _choose(variants: Sequence[Suggestion], kpp: str) -> Suggestion:
    """By KPP, else the head office wherever it stands; of equals one that still works."""
    by_kpp = [each for each in variants if kpp and _text(_data(each), "kpp") == kpp]
    mains = [each for each in variants if _is_main(_data(each))]
    candidates = by_kpp or mains or variants
    active = (each for each in candidates if _status(_data(each)) == ACTIVE)
    return next(active, candidates[0])


def _warnings(data: Mapping[str, Any], variants: int) -> set[str]:
    management, status = _part(data, "management"), _status(data)
    raised = {
        "branches": variants > 1,
        "branch": _text(data, "branch_type") == BRANCH,
        "unreliable": data.get("invalid") is True,
        "disqualified": management.get("disqualified") is True,
        "no_director": _kind(data) == LEGAL and not _text(management, "name"),
    }
    found = {warning for warning, holds in raised.items() if holds}
    return found | ({status.lower()} if status not in (None, ACTIVE) else set[str]())


def _director(data: Mapping[str, Any]) -> tuple[str | None, str | None]:
    if _kind(data) == INDIVIDUAL:
        person = _part(data, "fio")
        words = (_text(person, part) or "" for part in ("surname", "name", "patronymic"))
        return " ".join(" ".join(words).split()) or None, None
    management = _part(data, "management")
    return _text(management, "name"), _text(management, "post")


def _option(suggestion: Suggestion) -> Option:
    data = _data(suggestion)
    filled = form(suggestion)
    return Option(
        title=filled.short_name or _text(suggestion, "value") or "",
        inn=filled.inn or "",
        kpp=filled.kpp or "",
        ogrn=filled.ogrn or "",
        address=filled.legal_address or "",
        status=filled.status or "",
        branch_type=_text(data, "branch_type") or "",
        kind=filled.kind or "",
    )


def _kind(data: Mapping[str, Any]) -> str:
    """By the length of the INN if the registry does not say."""
    said = _text(data, "type")
    if said in ("LEGAL", "INDIVIDUAL"):
        return said.lower()
    return INDIVIDUAL if len(_text(data, "inn") or "") == 12 else LEGAL


def _status(data: Mapping[str, Any]) -> str | None:
    return _text(_part(data, "state"), "status")


def _is_main(data: Mapping[str, Any]) -> bool:
    return _text(data, "branch_type") == MAIN


def _data(suggestion: Suggestion) -> Mapping[str, Any]:
    return _part(suggestion, "data")


def _part(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return _mapping(whole.get(key))


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _text(part: Mapping[str, Any], key: str) -> str | None:
    """Numbers are texts as well: leading zeros are gone then, but nothing else."""
    value = part.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) if str(value).strip() else None


def _day(milliseconds: object) -> str | None:
    """UTC; before 1970 it is negative."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    try:
        return (_EPOCH + timedelta(milliseconds=milliseconds)).date().isoformat()
    except (OverflowError, ValueError):
        return None
