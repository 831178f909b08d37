"""A draft of a lead becomes one that may be kept, or is refused with all that is wrong."""

from collections.abc import Iterator, Mapping

from services.deals.lead_settings.keeping import LEAD_STATUSES
from services.deals.leads.lead import Lead
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, Violation
from services.kit.mongo import Db
from services.kit.owned import people_of, people_problems, stamped_anew, unowned
from services.kit.parties import store as known_parties
from services.kit.parties.party import Party, unknown
from services.kit.people import find_people, known_people, recent_people
from services.kit.person import ME, NO_ONE

# Fields that link it to a party, and where they show what it is called.
LINKS = {"counterparty": "counterparty_display_name", "contact": "contact_display_name"}
# By field: those it is linked to by this change. Who asks has seen to it that they are there.
Parties = Mapping[str, Party]
NO_PARTIES: Parties = {}


def settled(
    db: Db, caller: Caller, draft: Lead, before: Lead | None, parties: Parties = NO_PARTIES
) -> Lead:
    """Tidy, linked, free of problems and stamped with its owner."""
    named = replace(draft, owner={ME: caller.user, NO_ONE: ""}.get(draft.owner, draft.owner))
    if not named.status:
        named = replace(named, status=LEAD_STATUSES.first(db))
    tidy = named.tidy()
    if parties or tidy.contact or tidy.counterparty or (before and before.counterparty):
        tidy = linked(db, tidy, before, parties)
    people = known_people(db, caller, people_of(tidy), find_people if before else recent_people)
    problems = [
        *tidy.problems(),
        *people_problems(tidy, before, people),
        *_status_problems(db, tidy, before),
    ]
    if problems:
        raise InvalidArgument.of(problems)
    if tidy.owner:
        return stamped_anew(tidy, people)
    return unassigned(tidy, before.org_path if before else caller.org_path)


def unassigned(lead: Lead, org_path: tuple[str, ...]) -> Lead:
    return unowned(lead, org_path, lead.creator)


def linked(db: Db, draft: Lead, before: Lead | None, parties: Parties) -> Lead:
    """With the present names of whom it is linked to; a contact brings his client along."""
    links: dict[str, str] = {}
    for field, shown in LINKS.items():
        named: str = getattr(draft, field)
        if found := parties.get(field):
            links |= {field: found.name, shown: found.display_name}
        elif not named:
            links |= {field: "", shown: ""}
        elif before is None or getattr(before, field) != named:
            raise unknown(named, field)
    lead = replace(draft, **links)
    holder = _holder(db, lead, parties) if lead.contact else None
    if holder is None:
        return lead
    if not lead.counterparty:
        shown = holder.display_name
        return replace(lead, counterparty=holder.name, counterparty_display_name=shown)
    is_new = before is None or (before.counterparty, before.contact) != (
        lead.counterparty,
        lead.contact,
    )
    if is_new and lead.counterparty != holder.name:
        raise unknown(lead.contact, "contact")
    return lead


def _holder(db: Db, lead: Lead, parties: Parties) -> Party | None:
    """The client where its contact works."""
    person = parties.get("contact") or known_parties.find(db, lead.contact)
    if person is None:
        return None
    client = parties.get("counterparty")
    if client is not None and client.name == person.counterparty:
        return client
    return known_parties.find(db, person.counterparty)


def _status_problems(db: Db, lead: Lead, before: Lead | None) -> Iterator[Violation]:
    if before is not None and before.status == lead.status:
        return
    status = LEAD_STATUSES.recent(db).get(lead.status)
    if status is None or status.archived:
        text = f"There is no status {lead.status!r}: choose another one."
        yield Violation("status", "STATUS_UNKNOWN", text)
