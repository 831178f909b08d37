"""Who leaves, leaves no works behind: they go to others, with their days."""

import uuid
from datetime import timedelta

from crm.activities.v1 import works_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import offboarding_pb2, users_pb2
from services.activities import store
from services.activities.handing_over.estates import ESTATES
from services.activities.slot import slots
from services.kit.caller import Caller
from services.kit.handing_over import HandOver
from tests.activities.desk import Desk, on
from tests.activities.test_works import facts, kept_slots

# Nobody writes who does not know yet.
AT_ONCE = HandOver("activities", ESTATES, settled=timedelta(0))


def leaves(desk: Desk, leaver: Caller, *successors: str, job: HandOver = AT_ONCE) -> None:
    user = users_pb2.User(
        name=leaver.user,
        display_name=leaver.display_name,
        org_path=leaver.org_path,
        state="STATE_DISABLED",  # type: ignore[arg-type]
    )
    plan = offboarding_pb2.HandOverPlan(
        rule="RULE_ONE",  # type: ignore[arg-type]
        successors=successors,
    )
    event = identity.UserOffboarded(user=user, plan=plan, hand_over=str(uuid.uuid4()))
    desk.office.tell(event, leaver.user, 2)
    desk.office.work(job)


def test_works_of_a_leaver_go_to_another_whose_days_they_take(desk: Desk) -> None:
    office = desk.office
    work = desk.plan(office.manager_a, subject=desk.deal, when=on("2026-12-07"))
    done = desk.close(office.manager_a, desk.plan(office.manager_a), "PLUS").work
    leaves(desk, office.manager_a, office.manager_b.user)
    theirs = desk.names(office.manager_b, state=["STATE_OPEN", "STATE_DONE"])
    assert sorted(theirs) == sorted([work.name, done.name])
    kept = [slots(store.WORKS.get(office.db, name)) for name in theirs]
    assert kept_slots(desk) == {name: slot for each in kept for name, slot in each.items()}
    assert {each.slot.partition("|")[0] for each in kept_slots(desk).values()} == {
        office.manager_b.user
    }
    shown = desk.works(office.manager_b).GetWork(pb.GetWorkRequest(name=work.name))
    assert shown.owner_display_name == office.manager_b.display_name
    # Nothing that a fact says of it has changed.
    assert len(facts(desk)) == 1
