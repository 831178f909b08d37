"""What can be done with a demand: register, look, fulfil, put off, refuse; what services say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import personal_data_pb2 as pb
from crm.privacy.v1 import events_pb2 as privacy
from services.counterparties.actions.consents import person_of
from services.counterparties.consents import ledger, purposes, standing
from services.counterparties.consents import store as consents
from services.counterparties.consents.consent import Consent, ConsentEvidence, Method, Status
from services.counterparties.consents.purpose import ConsentPurpose
from services.counterparties.counterparty import Counterparty
from services.counterparties.personal_data import store, tracing
from services.counterparties.personal_data.request import (
    Kind,
    PersonalDataPreviewFirst,
    PersonalDataReport,
    PersonalDataRequest,
    PersonalDataStep,
    Refusal,
    State,
    places_of,
)
from services.kit import changes, clock, wire
from services.kit import personal_data_events as asking_services
from services.kit.caller import EVERYBODY, Caller
from services.kit.changes import CHANGES
from services.kit.errors import InvalidArgument, NotFound, Violation
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.paging import Page, Request
from services.kit.service import names as service_names
from services.kit.traces import Traces

READ, ERASE, READ_PERSON = "personal_data.read", "personal_data.erase", "counterparties.read"
_STEPS = wire.enum_names(privacy.PersonalDataStep.DESCRIPTOR)
_NUMBERS = wire.enum_numbers(privacy.PersonalDataStep.DESCRIPTOR)
Listed = tuple[Page[PersonalDataRequest], int]
_STEP_OF = {Kind.ACCESS: PersonalDataStep.COLLECT, Kind.ERASURE: PersonalDataStep.ERASE}


def require_all(caller: Caller, permission: str = READ) -> None:
    """A demand is about all that is kept of somebody: no smaller scope reaches any."""
    caller.require_for(permission, (EVERYBODY,))


def found(db: Db, caller: Caller, name: str) -> PersonalDataRequest:
    require_all(caller)
    return store.REQUESTS.get(db, name)


def listed(db: Db, caller: Caller, request: Request, *, only_open: bool) -> Listed:
    require_all(caller)
    page = store.page(db, request, only_open=only_open)
    return page, store.overdue_count(db, clock.now().date())


def visible_request(db: Db, caller: Caller, name: str) -> PersonalDataRequest:
    if not caller.may(READ, (EVERYBODY,)):
        raise NotFound(f"No {name}", name=name)
    return store.REQUESTS.get(db, name)


def create(
    db: Db, caller: Caller, values: Mapping[str, Any], request_id: str
) -> PersonalDataRequest:
    require_all(caller)
    name = store.REQUESTS.new_name(request_id)
    draft = PersonalDataRequest(**values, name=name)
    make = lambda: _create(db, caller, draft)  # noqa: E731
    return store.REQUESTS.once(db, name, request_id, make, lambda r: r.creator == caller.user)


@transactional
def _create(db: Db, caller: Caller, draft: PersonalDataRequest) -> PersonalDataRequest:
    person = _natural(db, caller, draft.person, "person")
    registered = replace(
        draft,
        person=person.name,
        same_persons=_others(db, caller, person.name, draft.same_persons),
        person_display_name=person.display_name,
        persons=(person.name,),
        creator=caller.user,
        creator_display_name=caller.display_name,
    ).registered(clock.now().date())
    created = store.REQUESTS.insert(db, registered)
    event = events.PersonalDataRequestCreated(personal_data_request=message(created))
    _record(db, caller, event, after=created)
    return created


def _natural(db: Db, caller: Caller, name: str, path: str) -> Any:
    """Only people have personal data."""
    try:
        person = person_of(db, caller, name, READ_PERSON)
    except NotFound as error:
        text = f"There is no {name}: choose another one."
        raise InvalidArgument(text, field=path, reason="PERSON_UNKNOWN") from error
    if not tracing.is_natural(person):
        text = "A company has no personal data: choose a person."
        raise InvalidArgument(text, field=path, reason="PERSON_NEEDED")
    return person


def _others(db: Db, caller: Caller, person: str, names: Sequence[str]) -> tuple[str, ...]:
    """Each once, by the name it has now, as that is what can be taken back."""
    found = [_natural(db, caller, n, f"same_persons[{at}]").name for at, n in enumerate(names)]
    return tuple(dict.fromkeys(name for name in found if name != person))


# --- asking services -----------------------------------------------------------------------------


@transactional
def preview(db: Db, caller: Caller, name: str, same_persons: Sequence[str]) -> PersonalDataRequest:
    """What was chosen before and is not any more stays out of it."""
    current = found(db, caller, name)
    chosen = replace(current, same_persons=_others(db, caller, current.person, same_persons))
    return _ask(db, caller, chosen, PersonalDataStep.LOOK)


@transactional
def run(db: Db, caller: Caller, name: str, confirmation: str, etag: str) -> PersonalDataRequest:
    current = found(db, caller, name)
    require_etag(current, etag)
    if current.kind is Kind.ERASURE:
        require_all(caller, ERASE)
    current.require_runnable(confirmation)
    current = current.by(caller.user, caller.display_name)
    if current.kind is Kind.STOP_PROCESSING:
        _stop(db, caller, current)
        return _save(db, caller, current.done(clock.now()))
    return _ask(db, caller, current, _STEP_OF[current.kind])


def _ask(
    db: Db, caller: Caller, current: PersonalDataRequest, step: PersonalDataStep
) -> PersonalDataRequest:
    asking = current.asking(step, service_names(), clock.now())
    traced = tracing.trace(db, current)
    if step is PersonalDataStep.ERASE and not set(traced.persons) <= set(current.persons):
        raise PersonalDataPreviewFirst("There are more records of the person now", name=asking.name)
    asking = replace(
        asking, persons=traced.persons, traces=traced.traces.params(), related=traced.related
    )
    asking_services.ask(db, caller, _question(asking, asking.reports))
    return _save(db, caller, asking)


def _question(
    asking: PersonalDataRequest, of: Sequence[PersonalDataReport]
) -> privacy.PersonalDataRequested:
    return privacy.PersonalDataRequested(
        request=asking.name,
        step=_NUMBERS[of[0].step],  # type: ignore[arg-type]
        attempt=max(each.attempt for each in of),
        traces=privacy.PersonTraces(**Traces.from_params(asking.traces).params()),
        services=[each.service for each in of],
    )


@transactional
def ask_again(db: Db, caller: Caller, name: str, *, patient: bool = False) -> PersonalDataRequest:
    """Those alone whose turn it is: to answer once more is to read the whole base once more."""
    current = found(db, caller, name)
    asking = current.asked_again(clock.now(), patient=patient)
    if asking == current:
        return current
    late = [each for each in asking.reports if each not in current.reports]
    asking_services.ask(db, caller, _question(asking, late))
    return _save(db, caller, asking)


def ask_late(db: Db, caller: Caller) -> None:
    """Those who ought to have answered by now."""
    for each in store.unanswered(db):
        ask_again(db, caller, each.name, patient=True)


def note_report(db: Db, caller: Caller, event: privacy.PersonalDataReported) -> None:
    """In the transaction of the event."""
    current = store.REQUESTS.find(db, event.request)
    if current is None:
        return
    step = PersonalDataStep(_STEPS[event.step])
    report = PersonalDataReport(
        service=event.service,
        step=step,
        answer_time=clock.now(),
        places=places_of(event.places),
        looked_at=event.looked_at,
    )
    answered = current.answered(report)
    if answered is None:
        # Told twice, or to nobody: what it says must not stay either.
        asking_services.end(db, caller, event.request)
        return
    if event.sections:
        expires = clock.now() + timedelta(days=7)
        store.keep(db, event.request, event.service, event.sections, expires)
    _save(db, caller, answered if not answered.is_answered else _over(db, caller, answered))


def _over(db: Db, caller: Caller, answered: PersonalDataRequest) -> PersonalDataRequest:
    asking_services.end(db, caller, answered.name)
    if answered.state is State.LOOKING:
        return replace(answered, state=State.READY, traces={})
    if answered.kind is Kind.ERASURE:
        # What the trail knows of the demand names the person, too.
        told = {"subject": answered.name}
        db.bound(CHANGES).update_many(told, {"$set": {"data": b"", "changes": []}})
    return answered.done(clock.now())


# --- by hand -------------------------------------------------------------------------------------


@transactional
def refuse(
    db: Db, caller: Caller, name: str, refusal: Refusal, note: str, etag: str
) -> PersonalDataRequest:
    current = found(db, caller, name)
    require_etag(current, etag)
    require_all(caller, ERASE)
    refused = current.by(caller.user, caller.display_name)
    return _save(db, caller, refused.refused(refusal, note, clock.now()))


@transactional
def extend(db: Db, caller: Caller, name: str, note: str, etag: str) -> PersonalDataRequest:
    current = found(db, caller, name)
    require_etag(current, etag)
    return _save(db, caller, current.put_off(note))


def _stop(db: Db, caller: Caller, request: PersonalDataRequest) -> None:
    """Nothing may be done with his data that takes his consent."""
    known = purposes.all_of(db)
    for person in store.records(db, tracing.trace(db, request).persons):
        if isinstance(person, Counterparty):
            ledger.recall(db, caller, [person])
        entries = consents.of(db, person.name)
        told = [
            (entry, person)
            for purpose in known
            if (entry := _withdrawal(request, person.name, purpose, entries))
        ]
        ledger.add(db, caller, told)
        ledger.follow(db, caller, person.name)


def _withdrawal(
    request: PersonalDataRequest, person: str, purpose: ConsentPurpose, entries: Sequence[Consent]
) -> Consent | None:
    now = clock.now()
    states = {standing.of(entries, purpose.name, place, now).state for place in purpose.places}
    if all(state.refusing for state in states):
        return None
    given = standing.State.GIVEN in states
    return Consent(
        name=consents.CONSENTS.new_name(),
        person=person,
        subject=person,
        purpose=purpose.name,
        channels=tuple(place for place in purpose.places if place),
        status=Status.WITHDRAWN if given else Status.REFUSED,
        method=Method.OTHER,
        evidence=ConsentEvidence(submission=request.name),
        said_time=now,
    )


# --- keeping and telling -------------------------------------------------------------------------


def message(request: PersonalDataRequest) -> pb.PersonalDataRequest:
    return to_proto(request, pb.PersonalDataRequest)


def _save(db: Db, caller: Caller, after: PersonalDataRequest) -> PersonalDataRequest:
    before = store.REQUESTS.find(db, after.name)
    saved = store.REQUESTS.replace(db, after)
    event = events.PersonalDataRequestUpdated(personal_data_request=message(saved))
    _record(db, caller, event, before=before, after=saved)
    return saved


def _record(db: Db, caller: Caller, event: Any, **about: Any) -> None:
    changes.record(db, caller, event, permission=READ, visible_to=(EVERYBODY,), **about)


@transactional
def tell_taken_out(db: Db, caller: Caller, name: str, file_format: str) -> None:
    event = events.PersonalDataTakenOut(request=name, format=file_format)
    _record(db, caller, event, subject=name)


def require_format(file_format: str, known: Sequence[str]) -> None:
    if file_format not in known:
        text = f"format is one of {', '.join(known)}"
        raise InvalidArgument.of([Violation("format", "FORMAT_UNKNOWN", text)])
