"""Works planned for many follow their clients, whom nobody linked anything to before."""

from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import events_pb2 as counterparties
from services.activities.work import Work
from services.kit.jobs import State
from services.kit.parties.store import PARTIES
from tests.activities.mass.crowd import Crowd
from tests.activities.test_links import AT_ONCE

Client = counterparties_pb2.Counterparty


def rename(crowd: Crowd, name: str, title: str, version: int = 2) -> None:
    client = Client(name=name, display_name=title, state=Client.STATE_ACTIVE, etag=f'"{version}"')
    event = counterparties.CounterpartyUpdated(counterparty=client)
    crowd.desk.office.tell(event, name, version, "counterparties")


def merge(crowd: Crowd, gone: str, survivor: str) -> None:
    merged = Client(name=gone, state=Client.STATE_MERGED, merged_into=survivor, etag='"2"')
    stays = Client(name=survivor, display_name="Один", state=Client.STATE_ACTIVE, etag='"2"')
    event = counterparties.CounterpartyMerged(
        survivor=stays, merged=[merged], merge=f"merges/{crowd.desk.office.tenant}"
    )
    crowd.desk.office.tell(event, survivor, 2, "counterparties")


def about(work: Work) -> tuple[str, str, str, str]:
    return (
        *(work.subject, work.subject_display_name),
        *(work.counterparty, work.counterparty_display_name),
    )


def test_other_names_and_merges_reach_them(crowd: Crowd) -> None:
    office = crowd.desk.office
    one, two = crowd.clients(office.manager_a, 2)
    crowd.done(crowd.create(office.manager_a, crowd.plan()))
    rename(crowd, one, "Насосы")
    office.work(AT_ONCE)
    assert (one, "Насосы", one, "Насосы") in {about(each) for each in crowd.works()}
    merge(crowd, one, two)
    office.work(AT_ONCE)
    assert {about(each) for each in crowd.works()} == {(two, "Один", two, "Один")}


def test_what_becomes_of_them_before_their_works_are_made_reaches_them(crowd: Crowd) -> None:
    office = crowd.desk.office
    one, two, three = crowd.clients(office.manager_a, 3)
    job = crowd.create(office.manager_a, crowd.plan())
    merge(crowd, one, two)
    rename(crowd, three, "Насосы")
    office.work(AT_ONCE)
    assert crowd.done(job).state is State.DONE
    expected = {(two, "Один", two, "Один"), (three, "Насосы", three, "Насосы")}
    assert {about(each) for each in crowd.works()} == expected


def test_a_plan_sent_again_expects_nobody_twice(crowd: Crowd) -> None:
    office = crowd.desk.office
    clients = crowd.clients(office.manager_a, 2)
    for _ in range(2):
        crowd.create(office.manager_a, crowd.plan())
    kept = {each.name: each.asking for each in PARTIES.select(office.db, {})}
    assert kept == dict.fromkeys(clients, 1)
