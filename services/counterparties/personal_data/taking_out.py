"""What leaves on paper or as a file: all that is kept of a person, and the act of destruction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from services.counterparties import papers
from services.counterparties.papers import Paper, Table, moment
from services.counterparties.personal_data import fulfilling, store
from services.counterparties.personal_data.request import (
    Kind,
    PersonalDataExpired,
    PersonalDataRequest,
    PersonalDataStateWrong,
    State,
)
from services.counterparties.personal_data.wording import words
from services.kit import clock
from services.kit.caller import Caller
from services.kit.mongo import Db

Sections = Mapping[str, Mapping[str, Sequence[Any]]]


def pieces(db: Db, caller: Caller, name: str, file_format: str) -> Iterator[bytes]:
    """The audit trail knows of it before it leaves."""
    fulfilling.require_format(file_format, list(papers.CONTENT_TYPES))
    request = _ended(db, caller, name, Kind.ACCESS)
    if request.expire_time is None or request.expire_time < clock.now():
        raise PersonalDataExpired("Take it out again", name=name)
    found: Sections = {s: json.loads(text) for s, text in store.taken_out(db, name).items()}
    fulfilling.tell_taken_out(db, caller, name, file_format)
    if file_format == "json":
        return iter([json.dumps(found, ensure_ascii=False, indent=1).encode()])
    return papers.html(_paper(caller, request, found))


def _ended(db: Db, caller: Caller, name: str, kind: Kind) -> PersonalDataRequest:
    request = fulfilling.found(db, caller, name)
    if request.kind is not kind or request.state is not State.DONE:
        raise PersonalDataStateWrong(f"{name} is {request.state}", name=name, state=request.state)
    return request


def _paper(caller: Caller, request: PersonalDataRequest, found: Sections) -> Paper:
    said = words(caller.language)
    return Paper(
        title=said["title"],
        language=caller.language,
        lead=(
            f"{said['person']}: {request.person_display_name} ({request.person})",
            f"{said['made']}: {moment(request.end_time, caller.time_zone)}",
            f"{said['request']}: {request.name}",
        ),
        tables=[
            Table(
                title=f"{service}: {place}",
                rows=[[_cell(each, said)] for each in documents],
                empty=said["nothing"],
            )
            for service, sections in found.items()
            for place, documents in sections.items()
        ],
    )


def _cell(document: Any, said: Mapping[str, str]) -> str:
    """A line for each field that says something."""
    known = cast("dict[str, Any]", document)
    if known.keys() == {"truncated"}:
        return f"{said['truncated']}: {known['truncated']}"
    return "\n".join(
        f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in known.items()
        if value not in (None, "", [], {})
    )


def act(db: Db, caller: Caller, name: str) -> Iterator[bytes]:
    request = _ended(db, caller, name, Kind.ERASURE)
    said = words(caller.language)
    rows = [
        (report.service, each.place, str(each.deleted), str(each.cleaned))
        for report in request.reports
        for each in report.places
    ]
    looked_at = sum(report.looked_at for report in request.reports)
    left = sum(each.left for report in request.reports for each in report.places)
    paper = Paper(
        title=said["act"],
        language=caller.language,
        lead=(
            f"{said['request']}: {request.name}",
            f"{said['received']}: {request.receive_date:%d.%m.%Y}",
            f"{said['done']}: {moment(request.end_time, caller.time_zone)}",
            f"{said['executor']}: {request.executor_display_name}",
            f"{said['subject']}: {', '.join(request.persons)}",
            said["reason"],
            said["way"],
            f"{said['left']}: {left}" if left else said["nothing_left"],
            said["copies"],
            f"{said['looked_at']}: {looked_at}",
        ),
        tables=(
            Table(
                title=said["what"],
                columns=[said[key] for key in ("service", "place", "deleted", "cleaned")],
                rows=rows,
                empty=said["nothing"],
            ),
        ),
        lines=(said["sign"], said["sign_executor"], said["sign_head"]),
    )
    return papers.html(paper)
