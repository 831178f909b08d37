"""A row of a file into the fields of a client, with all that is wrong in it (pure).

The plan is made once per mapping; a million rows run through it, so it is written for speed:
plain tuples and dicts, no object per cell.
"""

# The readers of cells share one signature.
# ruff: noqa: ARG001

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from services.counterparties import requisites
from services.counterparties.counterparty import LONGEST_NAME
from services.counterparties.custom_fields.values import NO_FIELDS, Definitions
from services.counterparties.imports import cells
from services.counterparties.imports.cells import DASHES, Wrong
from services.counterparties.imports.columns import SEVERAL, WATERMARK, ColumnMapping, Kind
from services.counterparties.imports.custom_cells import PREFIX, reader
from services.counterparties.phones import PHONE_FORMAT, Number, parse_all
from services.counterparties.requisites import Kind as ClientKind
from services.kit.texts import LONGEST_LINE, LONGEST_TEXT

# No spreadsheet holds more in a cell.
LONGEST_CELL = 32_767
_LONGEST: dict[str, int] = dict.fromkeys(
    ("display_name", "contact_name", "person_name"), LONGEST_NAME
)
_MOST_VALUES = 20
_DATES = ("registration_date", "birth_date", "passport_issue_date")
# What nobody sees and copying from web pages and PDFs leaves behind.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_POINT_ZERO = re.compile(r"[.,]0+$")
_PROPRIETOR = re.compile(
    r"^\W*(?:ип|ипбоюл|пбоюл|индивидуальный\s+предприниматель|глава\s+к\(?ф\)?х)\b\W*",
    re.IGNORECASE,
)


class Problem(NamedTuple):
    """What is wrong with a row: stored as it is, described when it is shown."""

    field: str
    column: str
    value: str
    reason: str
    suggestion: str = ""


@dataclass(slots=True)
class Draft:
    """What a row says about a client; `fields` holds single values by the counterparty's field."""

    kind: ClientKind
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    phones: list[Number] = field(default_factory=list[Number])
    emails: list[str] = field(default_factory=list[str])
    # The tenant's own fields, by key.
    custom: dict[str, Any] = field(default_factory=dict[str, Any])
    contact_phones: list[Number] = field(default_factory=list[Number])
    contact_emails: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])
    # Wrong for such a kind of client. A repeated row copies a stranger's INN: it is a duplicate
    # first of all, so these count only if it is none.
    doubts: list[Problem] = field(default_factory=list[Problem])
    hints: list[Problem] = field(default_factory=list[Problem])


class Plan:
    """How the rows of one file are read."""

    def __init__(
        self,
        mapping: Sequence[ColumnMapping],
        kind: Kind,
        today: date,
        custom: Definitions = NO_FIELDS,
    ) -> None:
        self._kind = kind
        self._custom = custom
        self._today = today
        self._width = len(mapping)
        self._column: dict[str, str] = {}
        self._steps: list[tuple[int, str, str, Callable[..., None], int]] = []
        for place, each in enumerate(mapping):
            if each.field:
                self._column.setdefault(each.field, each.column)
                read = self._reader(each.field)
                # Single lines are kept here and now: they are half of all cells.
                longest = _LONGEST.get(each.field, LONGEST_LINE) if read is _text else 0
                self._steps.append((place, each.field, each.column, read, longest))

    def _reader(self, name: str) -> Callable[..., None]:
        if not name.startswith(PREFIX):
            return _READERS.get(name, _text)
        own = self._custom.by_key.get(name.removeprefix(PREFIX))
        # Deleted or archived since the columns were mapped: no longer read.
        return _ignore if own is None or own.archived else _own(own.key, reader(own))

    def read(self, row: Sequence[str], *, broken: bool = False) -> Draft:
        draft = Draft(ClientKind.LEGAL)
        fields = draft.fields
        width = len(row)
        for place, name, column, read, longest in self._steps:
            if place >= width:
                continue
            cell = row[place]
            if not cell.isprintable():
                cell = _INVISIBLE.sub("", cell)
            cell = cell.strip()
            if not cell or cell in DASHES:
                continue
            if len(cell) < longest and cell.isprintable() and "  " not in cell:
                fields[name] = cell
            else:
                read(draft, name, column, cell)
        if broken:
            draft.problems.append(Problem("", "", row[0][:200] if row else "", "QUOTE_OPEN"))
        if width > self._width:
            self._check_width(draft, row)
        self._finish(draft)
        return draft

    def _check_width(self, draft: Draft, row: Sequence[str]) -> None:
        beyond = [cell.strip() for cell in row[self._width :] if cell.strip()]
        if beyond:
            value = " | ".join(beyond)[:200]
            draft.problems.append(Problem("", "", value, "TOO_MANY_CELLS"))

    def _finish(self, draft: Draft) -> None:
        if self._kind is Kind.LEGAL:
            self._finish_legal(draft)
        else:
            self._finish_individual(draft)
        self._check_requisites(draft)
        self._check_bank(draft)
        self._check_rest(draft)
        if self._custom.fields:
            self._check_custom(draft)

    def _finish_legal(self, draft: Draft) -> None:
        fields = draft.fields
        name = fields.get("display_name") or fields.get("full_name", "")
        fields["display_name"] = name
        if not name:
            self._missing(draft, "display_name")
        inn, ogrn = fields.get("inn", ""), fields.get("ogrn", "")
        own_name = _PROPRIETOR.match(name)
        # The INN tells for sure; then the name; then the registration number.
        if len(inn) == 12 or (len(inn) != 10 and (own_name or len(ogrn) == 15)):
            draft.kind = ClientKind.SOLE_PROPRIETOR
            if own_name:
                fields["person_name"] = cells.person(name[own_name.end() :])

    def _finish_individual(self, draft: Draft) -> None:
        fields = draft.fields
        draft.kind = ClientKind.INDIVIDUAL
        parts = [fields.pop(k, "") for k in ("family_name", "given_name", "middle_name")]
        whole = fields.get("person_name", "")
        if any(parts):
            fields["person_name"] = tuple(parts)
            fields["display_name"] = " ".join(each for each in parts if each)
        elif whole:
            fields["person_name"] = cells.person(whole)
            fields["display_name"] = whole
        else:
            fields["display_name"] = ""
            self._missing(draft, "person_name")

    def _check_rest(self, draft: Draft) -> None:
        fields = draft.fields
        for name in _DATES:
            if name in fields and fields[name] > self._today:
                value = fields[name].strftime("%d.%m.%Y")
                found = Problem(name, self._column.get(name, ""), value, "DATE_OUT_OF_RANGE")
                draft.problems.append(found)
        for name, count in (("phones", len(draft.phones)), ("emails", len(draft.emails))):
            if count > _MOST_VALUES:
                found = Problem(name, self._column.get(name, ""), str(count), "TOO_MANY")
                draft.problems.append(found)

    def _check_custom(self, draft: Draft) -> None:
        for key in draft.custom:
            if not self._custom.by_key[key].applies_to(draft.kind):
                self._refuse_custom(draft, key, "CUSTOM_FIELD_NOT_FOR_KIND")
        wrong = {problem.field for problem in draft.problems}
        for own in self._custom.required:
            is_there = own.key in draft.custom or PREFIX + own.key in wrong
            if not is_there and own.applies_to(draft.kind):
                self._refuse_custom(draft, own.key, "FIELD_REQUIRED")

    def _refuse_custom(self, draft: Draft, key: str, reason: str) -> None:
        name = PREFIX + key
        column = self._column.get(name, self._custom.by_key[key].display_name)
        draft.problems.append(Problem(name, column, "", reason))

    def _missing(self, draft: Draft, name: str) -> None:
        draft.problems.append(Problem(name, self._column.get(name, ""), "", "NAME_MISSING"))

    def _check_requisites(self, draft: Draft) -> None:
        fields, kind = draft.fields, draft.kind
        for name, check in _REQUISITES:
            value = fields.get(name)
            reason = check(value, kind) if value else ""
            if reason:
                found = Problem(name, self._column.get(name, ""), str(value), reason)
                (draft.doubts if reason.endswith("_KIND") else draft.problems).append(found)

    def _check_bank(self, draft: Draft) -> None:
        fields = draft.fields
        account, bic = fields.get("bank_account", ""), fields.get("bic", "")
        if not account:
            if bic and "bank_account" in self._column:
                draft.hints.append(self._about(draft, "bic", "ACCOUNT_MISSING"))
            return
        if not bic:
            draft.problems.append(self._about(draft, "bank_account", "BIC_MISSING"))
            return
        reason = requisites.bic_problem(bic)
        if reason:
            draft.problems.append(self._about(draft, "bic", reason))
            return
        reason = requisites.account_problem(account, bic)
        if reason:
            draft.problems.append(self._about(draft, "bank_account", reason))
        correspondent = fields.get("correspondent_account", "")
        reason = correspondent and requisites.correspondent_account_problem(correspondent, bic)
        if reason:
            draft.problems.append(self._about(draft, "correspondent_account", reason))

    def _about(self, draft: Draft, name: str, reason: str) -> Problem:
        return Problem(name, self._column.get(name, ""), draft.fields.get(name, ""), reason)


def _inn_problem(inn: str, kind: ClientKind) -> str:
    return requisites.inn_problem(inn, kind)


_REQUISITES: tuple[tuple[str, Callable[[str, ClientKind], str]], ...] = (
    ("inn", _inn_problem),
    ("kpp", requisites.kpp_problem),
    ("ogrn", requisites.ogrn_problem),
)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(draft: Draft, name: str, column: str, cell: str) -> None:
    text = _one_line(cell)
    if len(text) > _LONGEST.get(name, LONGEST_LINE):
        draft.problems.append(Problem(name, column, text[:200], "TEXT_TOO_LONG"))
    draft.fields[name] = text


def _lines(draft: Draft, name: str, column: str, cell: str) -> None:
    """Free text: several columns are put one under the other."""
    if len(cell) > LONGEST_TEXT:
        draft.problems.append(Problem(name, column, cell[:200], "TEXT_TOO_LONG"))
        return
    before = draft.fields.get(name)
    text = "\n".join(cell.splitlines())
    draft.fields[name] = f"{before}\n{text}" if before else text


def _digits(draft: Draft, name: str, column: str, cell: str) -> None:
    number = cell if cell.isdigit() else requisites.compact(_POINT_ZERO.sub("", cell))
    draft.fields[name] = number


def _inn(draft: Draft, name: str, column: str, cell: str) -> None:
    inn = cell if cell.isdigit() else requisites.compact(_POINT_ZERO.sub("", cell))
    if len(inn) in (9, 11) and inn.isdigit():
        # A spreadsheet took it for a number and dropped the zero; the check digits tell.
        kind = ClientKind.LEGAL if len(inn) == 9 else ClientKind.INDIVIDUAL
        if not requisites.inn_problem(f"0{inn}", kind):
            draft.hints.append(Problem("inn", column, cell, "INN_ZERO_RESTORED", f"0{inn}"))
            inn = f"0{inn}"
    draft.fields["inn"] = inn


def _inn_kpp(draft: Draft, name: str, column: str, cell: str) -> None:
    inn, _, kpp = cell.replace("\\", "/").partition("/")
    if inn.strip():
        _inn(draft, "inn", column, inn.strip())
    if kpp.strip() and kpp.strip() not in DASHES:
        _kpp(draft, "kpp", column, kpp.strip())


def _kpp(draft: Draft, name: str, column: str, cell: str) -> None:
    kpp = cell if cell.isdigit() else requisites.compact(_POINT_ZERO.sub("", cell)).upper()
    # Codes of the first nine regions begin with a zero that spreadsheets drop.
    draft.fields["kpp"] = f"0{kpp}" if len(kpp) == 8 and kpp.isdigit() else kpp


def _bic(draft: Draft, name: str, column: str, cell: str) -> None:
    bic = cell if cell.isdigit() else requisites.compact(_POINT_ZERO.sub("", cell))
    # All banks of Russia begin with 04.
    draft.fields["bic"] = f"0{bic}" if len(bic) == 8 and bic.startswith("4") else bic


def _phones(draft: Draft, name: str, column: str, cell: str) -> None:
    _keep_phones(draft, draft.phones, name, column, cell)


def _contact_phones(draft: Draft, name: str, column: str, cell: str) -> None:
    _keep_phones(draft, draft.contact_phones, name, column, cell)


def _keep_phones(draft: Draft, kept: list[Number], name: str, column: str, cell: str) -> None:
    found, rejected = parse_all(cell.lstrip("'").removesuffix(".0"))
    for number in found:
        if number not in kept:
            kept.append(number)
    draft.problems.extend(Problem(name, column, piece[:200], PHONE_FORMAT) for piece in rejected)


def _emails(draft: Draft, name: str, column: str, cell: str) -> None:
    _keep_emails(draft, draft.emails, name, column, cell)


def _contact_emails(draft: Draft, name: str, column: str, cell: str) -> None:
    _keep_emails(draft, draft.contact_emails, name, column, cell)


def _keep_emails(draft: Draft, kept: list[str], name: str, column: str, cell: str) -> None:
    found, wrong = cells.addresses(cell)
    kept.extend(address for address in found if address not in kept)
    if wrong:
        _refuse(draft, name, column, cell, wrong)


def _refuse(draft: Draft, name: str, column: str, cell: str, wrong: Wrong) -> None:
    draft.problems.append(Problem(name, column, cell[:200], wrong.reason, wrong.suggestion))


Value = date | Decimal | int | bool | str | Wrong


def _by(read: Callable[[str], Value]) -> Callable[[Draft, str, str, str], None]:
    def keep(draft: Draft, name: str, column: str, cell: str) -> None:
        value = read(cell)
        if isinstance(value, Wrong):
            _refuse(draft, name, column, cell, value)
        else:
            draft.fields[name] = value

    return keep


def _own(key: str, read: Callable[[str], Any]) -> Callable[[Draft, str, str, str], None]:
    def keep(draft: Draft, name: str, column: str, cell: str) -> None:
        value = read(cell)
        if isinstance(value, Wrong):
            _refuse(draft, name, column, cell, value)
        else:
            draft.custom[key] = value

    return keep


def _ignore(draft: Draft, name: str, column: str, cell: str) -> None:
    pass


_READERS: dict[str, Callable[[Draft, str, str, str], None]] = {
    WATERMARK: _ignore,
    "inn": _inn,
    "kpp": _kpp,
    "inn_kpp": _inn_kpp,
    "ogrn": _digits,
    "bank_account": _digits,
    "correspondent_account": _digits,
    "bic": _bic,
    "phones": _phones,
    "contact_phones": _contact_phones,
    "emails": _emails,
    "contact_emails": _contact_emails,
    "website": _by(cells.website),
    "headcount": _by(cells.count),
    "capital": _by(cells.amount),
    "registration_date": _by(cells.day),
    "birth_date": _by(cells.day),
    "passport_issue_date": _by(cells.day),
    "marketing_consent": _by(cells.consent),
    "snils": _by(cells.snils),
    "passport_number": _by(cells.passport_number),
    "passport_issuer_code": _by(cells.issuer_code),
    "comment": _lines,
    "particulars": _lines,
}
assert set(_READERS) >= SEVERAL  # noqa: S101 - a list that _text would overwrite
