"""Somebody leaves: identity's event as it comes off the broker, and what is looked for after it."""

import uuid
from datetime import timedelta
from typing import Any

from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import offboarding_pb2, users_pb2
from services.deals.handing_over.estates import ESTATES
from services.kit.caller import Caller
from services.kit.handing_over import HandOver
from services.kit.jobs import JOBS, Job
from tests.deals.office import Office

# Nobody writes who does not know yet.
AT_ONCE = HandOver("deals", ESTATES, settled=timedelta(0))


def leaves(office: Office, leaver: Caller, *successors: str, rule: str = "ONE", **more: Any) -> str:
    """Delivered twice, as it may be; the job's name."""
    hand_over = str(uuid.uuid4())
    user = users_pb2.User(
        name=leaver.user,
        display_name=leaver.display_name,
        org_path=leaver.org_path,
        state="STATE_DISABLED",  # type: ignore[arg-type]
    )
    plan = offboarding_pb2.HandOverPlan(
        rule=f"RULE_{rule}",  # type: ignore[arg-type]
        successors=successors,
        **more,
    )
    event = identity.UserOffboarded(user=user, plan=plan, hand_over=hand_over)
    office.tell(event, leaver.user, 2)
    office.tell(event, leaver.user, 2)
    return f"jobs/deals/{hand_over}"


def job(office: Office, name: str) -> Job:
    return JOBS.get(office.db, name)


def left_with(office: Office, user: str) -> list[str]:
    """By a scan, not by the indexes the job uses."""
    his = {"$or": [{"owner": user}, {"participants": user}, {"visible_to": user}]}
    return [
        found["_id"]
        for estate in ESTATES
        for found in estate.collection.raw(office.db).find(his, {"_id": 1})
    ]


def owners(office: Office) -> dict[str, list[str]]:
    """By collection, in the order in which records were made."""
    found: dict[str, list[str]] = {}
    for estate in ESTATES:
        raw = estate.collection.raw(office.db)
        rows = raw.find({}, {"owner": 1}, sort=[("create_time", 1), ("_id", 1)])
        found[estate.collection.id] = [row["owner"].partition("-")[2] for row in rows]
    return found
