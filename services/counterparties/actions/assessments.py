"""What can be done to assessments; a client's satisfaction follows them in the same transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from google.protobuf.message import Message

from crm.counterparties.v1 import assessments_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import field_rights, satisfaction
from services.counterparties.actions import counterparties
from services.counterparties.actions.references import READ, UPDATE, visible, whose
from services.counterparties.assessments import store
from services.counterparties.assessments.assessment import Assessment
from services.counterparties.counterparty import Counterparty
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound, PermissionDenied
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

# Whom a role hides a client's satisfaction from sees no assessment either.
FIELD = "satisfaction"


class FieldHidden(PermissionDenied):
    """The caller's roles hide what he asks for."""

    reason = "FIELD_HIDDEN"


def assessed(db: Db, caller: Caller, counterparty: str) -> Counterparty:
    """The client, if the caller may see what is thought of it."""
    client = visible(db, caller, counterparty)
    if client.market_state not in field_rights.of(caller).readable_states(FIELD):
        raise FieldHidden("Your role hides assessments", field=FIELD)
    return client


def visible_assessment(db: Db, caller: Caller, name: str) -> tuple[Assessment, Counterparty]:
    assessment = store.ASSESSMENTS.get(db, name)
    return assessment, whose(assessed, db, caller, name, assessment.counterparty)


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Assessment:
    name = store.ASSESSMENTS.new_name(request_id)
    make = lambda: _create(db, caller, name, values)  # noqa: E731
    return store.ASSESSMENTS.once(db, name, request_id, make, lambda a: a.author == caller.user)


@transactional
def _create(db: Db, caller: Caller, name: str, values: Mapping[str, Any]) -> Assessment:
    try:
        client = assessed(db, caller, values["counterparty"])
    except NotFound as error:
        text = f"There is no {values['counterparty']}: choose another one."
        raise InvalidArgument(text, field="counterparty", reason="COUNTERPARTY_UNKNOWN") from error
    _require_writable(caller, client)
    # The name of one merged away means its survivor.
    values = {**values, "counterparty": client.name}
    draft = Assessment(
        **values, name=name, author=caller.user, author_display_name=caller.display_name
    )
    created = store.ASSESSMENTS.insert(db, _settled(caller, draft))
    event = events.AssessmentCreated(assessment=to_proto(created, pb.Assessment))
    _tell(db, caller, event, client, after=created)
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Assessment:
    current, client = visible_assessment(db, caller, name)
    _require_writable(caller, client)
    require_etag(current, etag)
    current.require_author(caller.user)
    # An assessment stays where it was made.
    draft = replace(current, **{**values, "counterparty": current.counterparty})
    changed = _settled(caller, draft)
    if changed == current:
        return current
    saved = store.ASSESSMENTS.replace(db, changed)
    event = events.AssessmentUpdated(assessment=to_proto(saved, pb.Assessment))
    _tell(db, caller, event, client, before=current, after=saved)
    return saved


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current, client = visible_assessment(db, caller, name)
    _require_writable(caller, client)
    require_etag(current, etag)
    current.require_author(caller.user)
    store.ASSESSMENTS.remove(db, current)
    event = events.AssessmentDeleted(assessment=to_proto(current, pb.Assessment))
    _tell(db, caller, event, client, before=current, version=current.version + 1)


def _require_writable(caller: Caller, client: Counterparty) -> None:
    caller.require_for(UPDATE, client.visible_to)
    client.require_active()
    field_rights.of(caller).require_writable({FIELD}, client.market_state)


def _settled(caller: Caller, draft: Assessment) -> Assessment:
    today = _today(caller)
    tidy = draft.tidy(today)
    if problems := list(tidy.problems(today)):
        raise InvalidArgument.of(problems)
    return tidy


def _today(caller: Caller) -> date:
    """Where the author is."""
    return clock.now().astimezone(ZoneInfo(caller.time_zone)).date()


def _tell(db: Db, caller: Caller, event: Message, client: Counterparty, **about: Any) -> None:
    about |= {"permission": READ, "visible_to": client.visible_to, "field_of": FIELD}
    changes.record(db, caller, event, **about)
    now = satisfaction.of(store.latest_scores(db, client.name))
    if now != client.satisfaction:
        counterparties.replace_many(db, caller, [(client, replace(client, satisfaction=now))])
