"""Works follow what they are about: a deal brings its client; merges and names are followed."""

from datetime import timedelta
from typing import Any

from crm.activities.v1 import works_pb2 as pb
from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import events_pb2 as counterparties
from services.activities.following import LINKED
from services.kit.caller import Caller
from services.kit.parties.following import Following
from tests.activities.desk import Desk, on
from tests.activities.test_planner import week

# Nobody links anything by an older copy meanwhile.
AT_ONCE = Following(LINKED, timedelta(0))
Client = counterparties_pb2.Counterparty
Pb = Any


def got(desk: Desk, work: Pb, caller: Caller | None = None) -> Pb:
    door = desk.works(caller or desk.office.admin)
    return door.GetWork(pb.GetWorkRequest(name=work.name))


def test_a_deal_brings_its_client_by_name(desk: Desk) -> None:
    desk.knows(desk.client)
    desk.knows(desk.deal, counterparty=desk.client)
    work = desk.plan(desk.office.manager_a, subject=desk.deal)
    assert (work.subject_display_name, work.counterparty) == (desk.deal.upper(), desk.client)
    assert work.counterparty_display_name == desk.client.upper()
    assert desk.names(desk.office.manager_a, link=desk.client) == [work.name]


def shown_client(desk: Desk) -> str:
    """On the card of the planner."""
    me = desk.office.manager_a
    (row,) = week(desk, me, users=[me.user]).rows
    return row.cells[0].first[0].counterparty_display_name


def test_another_name_of_a_client_is_shown_in_works_and_days_without_a_new_version(
    desk: Desk,
) -> None:
    work = desk.plan(desk.office.manager_a, subject=desk.client, when=on("2026-12-07"))
    assert shown_client(desk) == desk.client.upper()
    renamed = Client(name=desk.client, display_name="Насосы", state=Client.STATE_ACTIVE)
    renamed.etag = '"2"'
    event = counterparties.CounterpartyUpdated(counterparty=renamed)
    desk.office.tell(event, desk.client, 2, "counterparties")
    desk.office.work(AT_ONCE)
    after = got(desk, work)
    assert (after.subject_display_name, after.counterparty_display_name) == ("Насосы", "Насосы")
    assert after.etag == work.etag
    assert shown_client(desk) == "Насосы"


def test_works_of_a_merged_client_go_to_the_survivor(desk: Desk) -> None:
    office, survivor = desk.office, f"{desk.client}-a"
    desk.knows(survivor)
    work = desk.plan(office.manager_a, subject=desk.client)
    gone = Client(name=desk.client, state=Client.STATE_MERGED, merged_into=survivor, etag='"2"')
    event = counterparties.CounterpartyMerged(
        survivor=Client(name=survivor, display_name="Один", state=Client.STATE_ACTIVE, etag='"2"'),
        merged=[gone],
        merge=f"merges/{office.tenant}",
    )
    office.tell(event, survivor, 2, "counterparties")
    office.work(AT_ONCE)
    after = got(desk, work)
    assert (after.subject, after.counterparty) == (survivor, survivor)
    assert after.subject_display_name == "Один"
