"""What follows a closed work of a campaign, planned in the transaction that closes it."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from services.activities.actions.works import plan
from services.activities.calendars import of_whom
from services.activities.campaigns.campaign import Campaign, State
from services.activities.campaigns.store import CAMPAIGNS
from services.activities.campaigns.template import CampaignStep, Who
from services.activities.dictionaries.keeping import WORK_ACTIONS, WORK_SCRIPTS
from services.activities.store import WORKS
from services.activities.when import Kind, When, on_day, today
from services.activities.whereabouts import zone_names
from services.activities.work import Work
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.people import find_people
from services.kit.person import NOBODY, Person

_NAMES = uuid.UUID("3f6a52b5-8c19-4a39-a3c1-9a6d9b1f0a57")


def follow(db: Db, caller: Caller, closed: Work) -> list[Work]:
    """Those planned now, or by the same closing before. Whoever may close it may go on."""
    return [go_on(db, caller, closed, step) for step in steps(db, caller, closed, manual=False)]


def go_on(db: Db, caller: Caller, closed: Work, step: CampaignStep) -> Work:
    name = name_of(closed.name, step.id)
    return WORKS.find(db, name) or plan(db, caller, name, _values(db, caller, closed, step), None)


def name_of(work: str, step: str) -> str:
    """Opened and closed again, it goes on with the same one."""
    return f"{WORKS.id}/{uuid.uuid5(_NAMES, f'{work}|{step}')}"


def values_of(campaign: Campaign, step: CampaignStep) -> dict[str, Any]:
    """What all works of a step are."""
    return {
        "display_name": step.display_name,
        "action": step.action,
        "planned_result": step.planned_result,
        "script": step.script,
        "parent": campaign.root,
        "campaign": campaign.name,
        "campaign_step": step.id,
    }


def steps(db: Db, caller: Caller, closed: Work, *, manual: bool) -> Iterator[CampaignStep]:
    """Those that follow it as it was closed: by themselves, or once somebody says so. An action
    nobody offers any more ends a branch; it is no reason to refuse the closing."""
    campaign = CAMPAIGNS.find(db, closed.campaign) if closed.campaign_step else None
    if campaign is None or campaign.state is not State.OPEN:
        return
    actions = WORK_ACTIONS.recent(db, caller.language)
    for step in campaign.steps:
        action = actions.get(step.action)
        if (
            action
            and not action.archived
            and step.manual == manual
            and step.follows(closed.campaign_step, closed.sign)
        ):
            yield step


def _values(db: Db, caller: Caller, closed: Work, step: CampaignStep) -> dict[str, Any]:
    campaign = CAMPAIGNS.get(db, closed.campaign)
    executor = _executor(db, closed, step)
    links = ("subject", "counterparty", "contact")
    same = (*links, *(f"{each}_display_name" for each in links), "priority", "chain")
    zones = zone_names(db, [executor], caller.tenant_time_zone)
    day = today(clock.now(), zones[executor.name])
    return {
        **values_of(campaign, _offered(db, caller, step)),
        **{key: getattr(closed, key) for key in same},
        "based_on": closed.name,
        "owner": executor.name,
        "when": _when(db, executor, day, step),
    }


def _offered(db: Db, caller: Caller, step: CampaignStep) -> CampaignStep:
    """Without what nobody offers any more: that is no reason to refuse the closing."""
    action = WORK_ACTIONS.recent(db, caller.language).get(step.action)
    result = action.result(step.planned_result) if action else None
    known = step.script and step.script in WORK_SCRIPTS.recent(db, caller.language)
    planned = step.planned_result if result and not result.archived else ""
    return replace(step, planned_result=planned, script=step.script if known else "")


def _executor(db: Db, closed: Work, step: CampaignStep) -> Person:
    """Who has left leaves it to the undistributed."""
    wanted = {Who.USER: step.user, Who.OWNER: _manager(db, closed)}.get(step.who or Who.SAME)
    name = wanted or closed.owner
    person = find_people(db, [name]).get(name) if name else None
    return person if person and person.active else NOBODY


def _manager(db: Db, closed: Work) -> str:
    client = parties.find(db, closed.counterparty) if closed.counterparty else None
    return client.owner if client else ""


def _when(db: Db, executor: Person, day: date, step: CampaignStep) -> When:
    """So many working days later, for as many as it may take."""
    working = of_whom.of_people(db, [executor])[executor.name]
    first = working.later(day, step.delay_days) if step.delay_days else working.next_day(day)
    if step.days <= 1:
        return on_day(first)
    last = working.later(first, step.days - 1)
    # A long holiday must not make it longer than a work may be.
    return When(kind=Kind.DAYS, start_date=first, end_date=min(last, first + timedelta(days=61)))
