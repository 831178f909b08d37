"""Campaigns are started and ended; in between they go on by themselves (`continuing`)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crm.activities.v1 import campaigns_pb2 as pb
from crm.activities.v1 import events_pb2 as events
from services.activities.access import ASSIGN
from services.activities.actions.works import plan
from services.activities.campaigns import cancelling, template
from services.activities.campaigns.campaign import Campaign
from services.activities.campaigns.continuing import values_of
from services.activities.campaigns.keeping import CAMPAIGN_TEMPLATES
from services.activities.campaigns.store import CAMPAIGNS
from services.activities.campaigns.template import CampaignStep, CampaignTemplate
from services.activities.dictionaries.keeping import WORK_ACTIONS
from services.activities.mass import job as mass
from services.activities.mass.planned import Order, Planned, planned
from services.activities.mass.row import MassRow
from services.activities.store import WORKS
from services.activities.totals import store as ledger
from services.activities.totals.rollup import step_node
from services.activities.tree import showing
from services.activities.when import Kind, When, on_day
from services.activities.work import READ
from services.kit import changes
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import people_of, people_problems, stamped_anew
from services.kit.people import known_people
from services.kit.person import ME

_NAMES = uuid.UUID("86a0a2a7-4c0b-4a2d-b7c4-9f3f2f0a6d10")


def visible(db: Db, caller: Caller, name: str) -> Campaign:
    found = CAMPAIGNS.find(db, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def start(
    db: Db,
    caller: Caller,
    values: Mapping[str, Any],
    order: Order,
    targets: Sequence[MassRow],
    request_id: str,
) -> Campaign:
    """The same request sent twice starts one."""
    name = CAMPAIGNS.new_name(request_id)
    found = CAMPAIGNS.find(db, name) if request_id else None
    # Whoever knows its name has not begun it.
    if found is not None and found.creator == caller.user:
        return found
    used = _template(db, caller, values.get("template", ""))
    root = f"{WORKS.id}/{uuid.uuid5(_NAMES, name)}"
    said: dict[str, Any] = {"owner": caller.user, **values, "name": name, "root": root}
    draft = Campaign(**said, steps=used.steps, creator=caller.user)
    campaign = _settled(db, caller, draft)
    step = template.first(campaign.steps)
    if step is None:
        raise InvalidArgument("The template has no steps", field="campaign.template")
    works = _first_works(db, caller, campaign, step, order, targets)
    number = name.partition("/")[2]
    rows = mass.frozen(db, works, number)
    return _start(db, caller, campaign, works, rows, number)


@transactional
def _start(
    db: Db, caller: Caller, campaign: Campaign, works: Planned, rows: str, number: str
) -> Campaign:
    values = {
        "display_name": campaign.display_name,
        "action": _organise(db, caller),
        "owner": campaign.owner,
        "participants": campaign.participants,
        "when": _span(works.rows),
        "campaign": campaign.name,
    }
    root = plan(db, caller, campaign.root, values, None)
    below = replace(works.template, parent=root.name, ancestors=(root.name,))
    queued = mass.queue(db, caller, below, rows, number, campaign.name)
    started = CAMPAIGNS.insert(db, replace(campaign, job=queued.name))
    news = events.CampaignStarted(campaign=to_proto(started, pb.Campaign))
    changes.record(db, caller, news, after=started, permission=READ)
    return started


@transactional
def end(db: Db, caller: Caller, name: str, etag: str, *, cancel_works: bool) -> Campaign:
    current = visible(db, caller, name)
    caller.require_for(ASSIGN, current.visible_to)
    require_etag(current, etag)
    after = current.ended()
    if cancel_works:
        queued = cancelling.start(db, caller, current.root, current.name)
        after = replace(after, job=queued.name)
    saved = CAMPAIGNS.replace(db, after)
    news = events.CampaignUpdated(campaign=to_proto(saved, pb.Campaign))
    changes.record(db, caller, news, before=current, after=saved, permission=READ)
    return saved


def shown(db: Db, campaign: Campaign) -> pb.Campaign:
    """With how its works stand, by step."""
    nodes = [step_node(campaign.name, each.id) for each in campaign.steps]
    sums = ledger.added_up(db, nodes)
    message = to_proto(campaign, pb.Campaign)
    for step, node in zip(campaign.steps, nodes, strict=True):
        message.progress.add(step=step.id, rollup=showing.rollup(node, sums, campaign.root))
    return message


def _template(db: Db, caller: Caller, name: str) -> CampaignTemplate:
    found = CAMPAIGN_TEMPLATES.recent(db, caller.language).get(name)
    if found is None or found.archived:
        text = f"There is no template {name!r}: choose another one."
        raise InvalidArgument(text, field="campaign.template", reason="TEMPLATE_UNKNOWN")
    return found


def _settled(db: Db, caller: Caller, draft: Campaign) -> Campaign:
    mine = replace(draft, owner=caller.user) if draft.owner in ("", ME) else draft
    tidy = mine.tidy()
    people = known_people(db, caller, people_of(tidy))
    if problems := [*tidy.problems(), *people_problems(tidy, None, people)]:
        raise InvalidArgument.of(problems)
    return stamped_anew(tidy, people)


def _first_works(
    db: Db,
    caller: Caller,
    campaign: Campaign,
    step: CampaignStep,
    order: Order,
    targets: Sequence[MassRow],
) -> Planned:
    """Its head's work is not there yet: nothing is planned below one that may be refused."""
    said = {key: value for key, value in values_of(campaign, step).items() if key != "parent"}
    return planned(db, caller, replace(order, work={**order.work, **said}), targets)


def _organise(db: Db, caller: Caller) -> str:
    actions = WORK_ACTIONS.recent(db, caller.language).values()
    named = (each.name for each in actions if each.key == "organise" and not each.archived)
    return next(named, WORK_ACTIONS.first(db, caller.language))


def _span(rows: Sequence[MassRow]) -> When | None:
    """All days of its first works."""
    days: list[date] = sorted({day for row in rows if row.when for day in row.when.days()})
    if not days:
        return None
    if len(days) == 1:
        return on_day(days[0])
    return When(kind=Kind.DAYS, start_date=days[0], end_date=days[-1])
