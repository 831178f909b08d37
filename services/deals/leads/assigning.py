"""The rules choose owners for leads, one after another, and say how they came to it."""

from collections.abc import Sequence

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import leads_pb2 as pb
from services.deals.lead_settings import store as settings
from services.deals.lead_settings.rule import AssignmentRule
from services.deals.leads import store
from services.deals.leads.access import ASSIGN, changeable
from services.deals.leads.assignment import (
    CANDIDATES,
    Candidate,
    RulePassed,
    chosen,
    failing,
    in_turn,
    judged,
)
from services.deals.leads.keeping import told
from services.deals.leads.lead import Lead, LeadHasOwner
from services.deals.leads.store import ASSIGNMENTS, LEADS, LeadAssignment
from services.kit import telemetry
from services.kit.caller import Caller, system
from services.kit.copying import replace
from services.kit.errors import ServiceError
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional
from services.kit.owned import owned_by
from services.kit.parties import store as parties
from services.kit.people import find_people

# Of those who may have any number nobody cares how many exactly beyond it.
MOST_COUNTED = 1000
MOST_AT_ONCE = 50
log = telemetry.logger(__name__)


@transactional
def assign(db: Db, caller: Caller, name: str) -> LeadAssignment:
    """As somebody asks for it; what came of it is told, whatever it is."""
    lead = changeable(db, caller, name, ASSIGN)
    return _assigned(db, caller, lead, is_asked=True)


@transactional
def assign_new(db: Db, caller: Caller, name: str) -> Lead:
    """A lead that has just come in, unless the timer was quicker. Who brings it need not have the
    right to assign others."""
    lead = LEADS.get(db, name)
    if lead.assign_pending:
        _assigned(db, caller, lead, is_asked=True)
    return LEADS.get(db, name)


def retry(db: Db) -> None:
    """For those that nobody had room for, or that a crash left waiting."""
    for name in store.waiting(db, MOST_AT_ONCE):
        try:
            _retry(db, name)
        except ServiceError as error:
            log.info("not assigned: %s", error.message, extra={"facts": {"lead": name}})


@transactional
def _retry(db: Db, name: str) -> None:
    lead = LEADS.get(db, name)
    if lead.assign_pending:
        _assigned(db, system(db.tenant), lead, is_asked=False)


def _assigned(db: Db, caller: Caller, lead: Lead, *, is_asked: bool) -> LeadAssignment:
    lead.require_open()
    if lead.owner:
        raise LeadHasOwner(f"{lead.name} is {lead.owner}'s", name=lead.name, owner=lead.owner)
    draft = _decision(db, lead)
    after = lead
    if draft.owner:
        person = find_people(db, [draft.owner])[draft.owner]
        participants = tuple(each for each in lead.participants if each != person.name)
        mine = replace(lead, assign_pending=False, participants=participants)
        after = LEADS.replace(db, owned_by(mine, person))
        store.turned(db, draft.rule, draft.owner)
    elif is_asked and not lead.assign_pending:
        after = LEADS.replace(db, replace(lead, assign_pending=True))
    if not draft.owner and not is_asked:
        # It goes on waiting: that it does is told already.
        return draft
    assignment = ASSIGNMENTS.insert(db, replace(draft, visible_to=after.visible_to))
    told(
        db,
        caller,
        events.LeadAssigned,
        lead if after is not lead else None,
        after,
        assignment=to_proto(assignment, pb.LeadAssignment),
    )
    return assignment


def _decision(db: Db, lead: Lead) -> LeadAssignment:
    client = parties.find(db, lead.counterparty) if lead.counterparty else None
    segments, territory = (client.segments, client.territory) if client else ((), "")
    passed: list[RulePassed] = []
    named: list[Candidate] = []
    for rule in settings.all_of(db, settings.RULES):
        if rule.paused:
            continue
        condition = failing(rule, lead, segments, territory)
        candidates = [] if condition else _candidates(db, rule)
        if owner := chosen(candidates):
            return _found(lead, rule, owner, candidates, passed)
        named = candidates or named
        passed.append(_passed(rule, condition or CANDIDATES))
    return LeadAssignment(
        name=ASSIGNMENTS.new_name(),
        lead=lead.name,
        candidates=tuple(named),
        passed=tuple(passed),
    )


def _found(
    lead: Lead,
    rule: AssignmentRule,
    owner: str,
    candidates: Sequence[Candidate],
    passed: Sequence[RulePassed],
) -> LeadAssignment:
    return LeadAssignment(
        name=ASSIGNMENTS.new_name(),
        lead=lead.name,
        rule=rule.name,
        rule_display_name=rule.display_name,
        owner=owner,
        owner_display_name=next(c.display_name for c in candidates if c.user == owner),
        candidates=tuple(candidates),
        passed=tuple(passed),
    )


def _candidates(db: Db, rule: AssignmentRule) -> list[Candidate]:
    shares = in_turn(rule.candidates, store.turn(db, rule.name))
    people = find_people(db, [each.user for each in shares])
    counts = {
        each.user: store.open_leads(db, each.user, each.capacity or MOST_COUNTED) for each in shares
    }
    return judged(shares, people, counts)


def _passed(rule: AssignmentRule, condition: str) -> RulePassed:
    return RulePassed(rule=rule.name, rule_display_name=rule.display_name, condition=condition)
