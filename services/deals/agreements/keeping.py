"""What can be done to agreements: made, changed as drafts, and brought through their approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message

from crm.deals.v1 import agreements_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals.agreements.agreement import (
    Agreement,
    AgreementState,
    ApprovalStep,
    OwnAgreement,
    State,
)
from services.deals.agreements.store import AGREEMENTS
from services.deals.agreements.terms import filled
from services.deals.products.store import PRICE_LISTS
from services.kit import changes, clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.copying import replace
from services.kit.errors import (
    FieldRequired,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Violation,
)
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import (
    people_of,
    people_problems,
    require_may_hand_over,
    stamped_anew,
)
from services.kit.parties.party import Party
from services.kit.people import known_people
from services.kit.person import ME

READ, WRITE, APPROVE = "agreements.read", "agreements.write", "agreements.approve"


@dataclass(frozen=True, slots=True)
class Asked:
    """A step of the approval as somebody asks for it."""

    name: str
    etag: str = ""
    comment: str = ""


# --- who may see ---------------------------------------------------------------------------------


def visible(db: Db, caller: Caller, name: str) -> Agreement:
    """NOT_FOUND if the caller may not even see it."""
    found = AGREEMENTS.find(db, name)
    if found is None or not may_see(caller, found):
        raise NotFound(f"No {name}", name=name)
    return found


def may_see(caller: Caller, agreement: Agreement) -> bool:
    """Standard ones are for all who read any."""
    seen = caller.has(READ) if agreement.is_standard else False
    return seen or caller.may(READ, agreement.visible_to)


def require_for_all(caller: Caller, permission: str) -> None:
    """What all sell by is not for who may change his own records only."""
    if all(key.startswith("users/") for key in caller.keys(permission)):
        raise PermissionDenied(f"{permission} for all", permission=permission)


def changeable(db: Db, caller: Caller, asked: Asked, permission: str = WRITE) -> Agreement:
    found = visible(db, caller, asked.name)
    if found.is_standard:
        require_for_all(caller, permission)
    else:
        caller.require_for(permission, found.visible_to)
    require_etag(found, asked.etag)
    return found


# --- drafts --------------------------------------------------------------------------------------


def create(
    db: Db, caller: Caller, values: Mapping[str, Any], request_id: str, client: Party | None
) -> Agreement:
    name = AGREEMENTS.new_name(request_id)
    return AGREEMENTS.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, name, values, client),
        lambda found: found.creator == caller.user,
    )


@transactional
def _create(
    db: Db, caller: Caller, name: str, values: Mapping[str, Any], client: Party | None
) -> Agreement:
    draft = Agreement(**values, name=name, creator=caller.user)
    if draft.is_standard:
        require_for_all(caller, WRITE)
    else:
        draft = replace(draft, owner=draft.owner or caller.user)
    settled = _settled(db, caller, draft, None, client)
    return _insert(db, caller, settled)


@transactional
def update(
    db: Db, caller: Caller, asked: Asked, values: Mapping[str, Any], client: Party | None
) -> Agreement:
    current = changeable(db, caller, asked)
    current.require_draft()
    after = _settled(db, caller, replace(current, **values), current, client)
    require_may_hand_over(caller, WRITE, current, after.owner)
    if after == current:
        return current
    return save(db, caller, events.AgreementUpdated, current, after)


@transactional
def revise(db: Db, caller: Caller, asked: Asked) -> Agreement:
    current = changeable(db, caller, asked)
    draft = replace(current.revision(AGREEMENTS.new_name()), creator=caller.user)
    return _insert(db, caller, draft)


# --- approval ------------------------------------------------------------------------------------


@transactional
def submit(db: Db, caller: Caller, asked: Asked) -> Agreement:
    current = changeable(db, caller, asked)
    after = current.stepped(State.DRAFT, _step(caller, State.SUBMITTED, asked.comment))
    return save(db, caller, events.AgreementSubmitted, current, after)


@transactional
def approve(db: Db, caller: Caller, asked: Asked) -> Agreement:
    current = changeable(db, caller, asked, APPROVE)
    after = current.stepped(State.SUBMITTED, _step(caller, State.APPROVED, asked.comment))
    # Whoever approves for everybody answers to nobody; where he is alone, all would stand still.
    if current.submitter == caller.user and EVERYBODY not in caller.keys(APPROVE):
        raise OwnAgreement(f"{current.name} was submitted by its approver", name=current.name)
    if current.revises:
        _replace(db, caller, current)
    return save(db, caller, events.AgreementApproved, current, after)


@transactional
def decline(db: Db, caller: Caller, asked: Asked) -> Agreement:
    if not asked.comment.strip():
        raise FieldRequired("Say why: it goes back to whoever made it.", field="comment")
    current = changeable(db, caller, asked, APPROVE)
    after = current.stepped(State.SUBMITTED, _step(caller, State.DRAFT, asked.comment))
    return save(db, caller, events.AgreementDeclined, current, after)


@transactional
def terminate(db: Db, caller: Caller, asked: Asked) -> Agreement:
    current = changeable(db, caller, asked, APPROVE)
    after = current.stepped(State.APPROVED, _step(caller, State.TERMINATED, asked.comment))
    return save(db, caller, events.AgreementTerminated, current, after)


def _replace(db: Db, caller: Caller, revision: Agreement) -> None:
    old = AGREEMENTS.get(db, revision.revises)
    if old.state is not State.APPROVED:
        text = f"{old.name}, which it revises, is {old.state}"
        raise AgreementState(text, name=old.name, state=old.state)
    replaced = old.stepped(State.APPROVED, _step(caller, State.REPLACED, ""))
    save(db, caller, events.AgreementUpdated, old, replaced)


def _step(caller: Caller, state: State, comment: str) -> ApprovalStep:
    return ApprovalStep(
        state=state,
        user=caller.user,
        user_display_name=caller.display_name,
        comment=comment,
        time=clock.now(),
    )


# --- what is kept --------------------------------------------------------------------------------


def _settled(
    db: Db, caller: Caller, draft: Agreement, before: Agreement | None, client: Party | None
) -> Agreement:
    named = replace(draft, owner=caller.user) if draft.owner == ME else draft
    tidy = _formed(db, _of_client(named, client).tidy(), before)
    people = known_people(db, caller, people_of(tidy))
    problems = [*tidy.problems(before), *people_problems(tidy, before, people)]
    price_list = tidy.agreed.price_list
    if price_list and PRICE_LISTS.find(db, price_list) is None:
        text = f"There is no {price_list}: choose another one."
        problems.append(Violation("terms.price_list", "PRICE_LIST_UNKNOWN", text))
    if problems:
        raise InvalidArgument.of(problems)
    return stamped_anew(tidy, people).stamped_for_all()


def _of_client(draft: Agreement, client: Party | None) -> Agreement:
    if draft.is_standard:
        return replace(draft, owner="", counterparty="", counterparty_display_name="", standard="")
    if client is None:
        return draft
    return replace(
        draft, counterparty=client.name, counterparty_display_name=client.display_name, segments=()
    )


def _formed(db: Db, draft: Agreement, before: Agreement | None) -> Agreement:
    """An individual one begins with the terms of its standard one."""
    if before is not None or not draft.standard:
        return draft
    standard = AGREEMENTS.find(db, draft.standard)
    if standard is None or not standard.is_standard or standard.state is not State.APPROVED:
        text = f"There is no standard {draft.standard} that is approved: choose another one."
        raise InvalidArgument(text, field="standard", reason="AGREEMENT_UNKNOWN")
    return replace(draft, terms=filled(draft.agreed, standard.agreed))


def _insert(db: Db, caller: Caller, agreement: Agreement) -> Agreement:
    created = AGREEMENTS.insert(db, agreement)
    event = events.AgreementCreated(agreement=to_proto(created, pb.Agreement))
    changes.record(db, caller, event, after=created, permission=READ)
    return created


def save(
    db: Db, caller: Caller, event: type[Message], before: Agreement, after: Agreement
) -> Agreement:
    saved = AGREEMENTS.replace(db, after)
    told: Any = event
    message = told(agreement=to_proto(saved, pb.Agreement))
    changes.record(db, caller, message, before=before, after=saved, permission=READ)
    return saved
