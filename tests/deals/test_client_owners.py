"""Open deals go to a client's new manager, if whoever changed him chose so."""

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import events_pb2 as events
from services.deals.client_owners.following import FollowClientOwners
from services.deals.store import DEALS
from services.kit.caller import Caller
from services.kit.jobs import JOBS
from services.kit.parties import store as parties
from services.kit.parties.party import Party
from tests.deals.handing_over.leaver import AT_ONCE, leaves
from tests.deals.office import Office
from tests.deals.sales import Sales, loss_reasons
from tests.kit.processes import until

Client = counterparties_pb2.Counterparty
CONTACTS, DEALS_TOO = Client.OWNER_CASCADE_CONTACTS, Client.OWNER_CASCADE_OPEN_DEALS
_keys = itertools.count(1)
Pb = Any


def known(office: Office, owner: Caller) -> str:
    name = f"counterparties/{office.tenant}-{next(_keys)}"
    sees = tuple(each.user for each in (office.manager_a, office.manager_b, office.head_a))
    party = Party(name=name, display_name="Ромашка", owner=owner.user, participants=sees, version=1)
    parties.keep(office.db, party, expected=True)
    return name


def given_to(
    office: Office, client: str, before: Caller, after: Caller, version: int = 2, *cascade: Any
) -> None:
    """Counterparties' event, as it comes off the broker."""
    told = events.CounterpartyUpdated(
        counterparty=Client(
            name=client,
            display_name="Ромашка",
            owner=after.user,
            state=Client.STATE_ACTIVE,
            etag=f'"{version}"',
        ),
        previous_owner=before.user,
        cascade=cascade or (CONTACTS, DEALS_TOO),
    )
    office.tell(told, client, version, "counterparties")


def owner(deal: Pb, office: Office) -> str:
    return DEALS.get(office.db, deal.name).owner


def test_open_deals_of_the_manager_before_go_with_the_client(office: Office) -> None:
    a, b, head = office.manager_a, office.manager_b, office.head_a
    client, other = known(office, a), known(office, a)
    sales = Sales(office, a)
    mine = sales.create("Своя", counterparty=client, participants=[b.user, head.user])
    elsewhere = sales.create("Другого клиента", counterparty=other)
    lost = sales.lose(
        sales.create("Ушла", counterparty=client), next(iter(loss_reasons(office).values())), "x"
    )
    won = sales.win(sales.create("Выиграна", counterparty=client))
    heads = Sales(office, head).create("Чужая", counterparty=client)
    given_to(office, client, a, b)
    office.work()
    kept = {a.user: (elsewhere, lost, won), head.user: (heads,), b.user: (mine,)}
    for user, deals in kept.items():
        assert [owner(each, office) for each in deals] == [user] * len(deals)
    now = Sales(office, b).get(mine)
    assert list(now.participants) == [head.user]
    assert list(now.org_path) == list(b.org_path)
    told = office.changes("deal_updated")[-1]
    assert told["changes"] == [
        {"field": "owner", "old": a.user, "new": b.user},
        {"field": "participants", "old": [b.user, head.user], "new": [head.user]},
        {"field": "followed_counterparty", "old": None, "new": client},
    ]
    assert told["job"].startswith("jobs/deals/")


def test_only_if_that_was_chosen_and_only_once(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    client = known(office, a)
    deal = Sales(office, a).create(counterparty=client)
    given_to(office, client, a, b, 2, CONTACTS)
    office.work()
    assert owner(deal, office) == a.user
    given_to(office, client, b, a, 3)
    given_to(office, client, a, b, 4)
    office.work()
    assert owner(deal, office) == b.user
    # Later choices stand.
    Sales(office, office.admin).update(deal, owner=a.user)
    office.work()
    assert owner(deal, office) == a.user
    assert JOBS.raw(office.db).count({"active": True}) == 0


def test_nothing_goes_to_who_has_left(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    client = known(office, a)
    deal = Sales(office, a).create(counterparty=client)
    given_to(office, client, a, b)
    leaves(office, b, office.head_a.user)
    office.work(AT_ONCE)
    assert owner(deal, office) == a.user


def test_a_newcomer_is_waited_for(office: Office) -> None:
    a = office.manager_a
    client = known(office, a)
    deal = Sales(office, a).create(counterparty=client)
    newcomer = Caller(
        tenant=office.tenant,
        user=f"users/{office.tenant}-new",
        display_name="Новый",
        org_path=a.org_path,
        grants={},
    )
    given_to(office, client, a, newcomer)
    office.work()
    assert owner(deal, office) == a.user
    office.announce(newcomer)

    def follows() -> bool:
        office.work()
        return owner(deal, office) == newcomer.user

    until(follows)


def test_thousands_of_changes_are_one_job(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    clients = [known(office, a) for _ in range(12)]
    deals = [Sales(office, a).create(str(n), counterparty=c) for n, c in enumerate(clients)]
    deals += [Sales(office, a).create(f"Ещё {n}", counterparty=clients[0]) for n in range(10)]
    for client in clients:
        given_to(office, client, a, b)
    assert JOBS.raw(office.db).count({"kind": "follow_client_owners"}) == 1
    office.work(FollowClientOwners(clients=5, deals=4))
    assert {owner(each, office) for each in deals} == {b.user}
    assert JOBS.raw(office.db).find({"kind": "follow_client_owners"})[0]["counts"]["changed"] == 22


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(range(3)), slices=st.lists(st.booleans(), min_size=3, max_size=3))
def test_whatever_order_events_come_in_the_last_manager_has_them(
    office: Office, order: list[int], slices: list[bool]
) -> None:
    a, b, head, admin = office.manager_a, office.manager_b, office.head_a, office.admin
    client = known(office, a)
    deals = [Sales(office, each).create(counterparty=client) for each in (a, b, head)]
    steps = [(a, b, 2), (b, head, 3), (head, admin, 4)]
    for at, working in zip(order, slices, strict=True):
        before, after, version = steps[at]
        given_to(office, client, before, after, version)
        if working:
            office.work()
    office.work()
    assert {owner(each, office) for each in deals} == {admin.user}
