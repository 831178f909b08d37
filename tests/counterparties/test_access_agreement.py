"""List, search, count, export, live events and direct read agree on who sees what.

A random organisation with random roles, participants and substitutions; what everybody should see
is worked out by walking the tree, without visibility keys. Then people move, substitutions end,
and all must agree again.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import grpc
import pytest

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.identity.v1.sessions_pb2 import AuthenticateResponse
from gateway import events, sessions
from services.identity import rights
from services.identity.role import Role, Rule, Scope
from services.identity.user import Assignment, User
from services.kit.caller import Caller, Lender
from services.kit.changes import envelope
from tests.counterparties.office import Office
from tests.counterparties.test_export import exported

READ, EXPORT = "counterparties.read", "counterparties.export"
USERS, RECORDS, UNITS, SUBSTITUTIONS = 48, 110, 14, 10
SCOPES = (Scope.OWN, Scope.OWN, Scope.UNIT, Scope.SUBTREE, Scope.SUBTREE, Scope.ALL)


@dataclass
class Record:
    name: str
    title: str
    owner: str
    participants: Sequence[str]


@dataclass
class World:
    office: Office
    chance: random.Random
    parents: dict[str, str] = field(default_factory=dict[str, str])
    roles: dict[str, Role] = field(default_factory=dict[str, Role])
    people: dict[str, User] = field(default_factory=dict[str, User])
    records: list[Record] = field(default_factory=list[Record])
    # substitute -> those who are absent
    absent: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def path(self, unit: str) -> tuple[str, ...]:
        parent = self.parents[unit]
        return (*(self.path(parent) if parent else ()), unit)

    # --- what should be -----------------------------------------------------------------

    def sees(self, user: str, record: Record, permission: str) -> bool:
        stood_in_for = self.absent.get(user, ())
        return any(self.reaches(who, record, permission) for who in (user, *stood_in_for))

    def reaches(self, user: str, record: Record, permission: str) -> bool:
        person = self.people[user]
        return any(
            self.covers(scope, assignment.org_unit or person.org_unit, user, record)
            for assignment in person.assignments
            if (scope := self.roles[assignment.role].scope_of(permission))
        )

    def covers(self, scope: Scope, unit: str, user: str, record: Record) -> bool:
        if scope is Scope.ALL:
            return True
        if scope is Scope.OWN:
            return user == record.owner or user in record.participants
        if not record.owner:
            return False
        place = self.people[record.owner].org_unit
        return place == unit or (scope is Scope.SUBTREE and self.is_under(place, unit))

    def is_under(self, unit: str, above: str) -> bool:
        while unit := self.parents[unit]:
            if unit == above:
                return True
        return False

    # --- as identity says it ------------------------------------------------------------

    def caller(self, user: str) -> Caller:
        person = self.people[user]
        own = rights.grants_of(person, self.roles)
        lenders = [
            Lender(who, who, rights.lent(own, self.grants(who), ["counterparties"]))
            for who in self.absent.get(user, ())
        ]
        return Caller(
            tenant=self.office.tenant,
            user=user,
            display_name=person.display_name,
            org_path=person.org_path,
            grants=rights.joined(own, [each.grants for each in lenders]),
            lenders=tuple(lenders),
        )

    def grants(self, user: str) -> rights.Grants:
        return rights.grants_of(self.people[user], self.roles)


def built(office: Office, seed: int) -> World:
    chance = random.Random(seed)  # noqa: S311 - a world, not a secret
    world = World(office, chance)
    units = [f"orgUnits/{seed}-{n}" for n in range(UNITS)]
    world.parents = {unit: chance.choice(units[:n]) if n else "" for n, unit in enumerate(units)}
    for n in range(12):
        verbs = {READ: chance.choice(SCOPES)}
        if n % 4:
            verbs[EXPORT] = chance.choice(SCOPES)
        rules = tuple(Rule(permission=p, scope=s) for p, s in verbs.items())
        world.roles[f"roles/{n}"] = Role(name=f"roles/{n}", display_name=f"r{n}", rules=rules)
    for n in range(USERS):
        add_person(world, f"users/{seed}-{n}", units)
    for n in range(RECORDS):
        add_record(world, f"Совпадение {n:03}")
    chosen = chance.sample(list(world.people), 2 * SUBSTITUTIONS)
    for substitute, absent in zip(chosen[::2], chosen[1::2], strict=True):
        world.absent.setdefault(substitute, []).append(absent)
    return world


def add_person(world: World, name: str, units: Sequence[str]) -> None:
    chance = world.chance
    held = {
        Assignment(role=chance.choice(list(world.roles)), org_unit=chance.choice(["", *units]))
        for _ in range(chance.choice((0, 1, 1, 1, 2)))
    }
    user = User(
        name=name, login=name[6:], display_name=name, org_unit="-", assignments=tuple(held)
    ).with_path(world.path(chance.choice(units)))
    world.people[name] = user
    world.office.announce(world.caller(name))


def add_record(world: World, title: str) -> None:
    chance, people = world.chance, list(world.people)
    owner = chance.choice([*people, ""]) if chance.random() < 0.1 else chance.choice(people)
    guests = [p for p in chance.sample(people, chance.choice((0, 0, 0, 1, 2))) if p != owner]
    created = world.office.create(
        world.office.admin, title, owner=owner or "users/me", participants=guests
    )
    if not owner:
        freed = pb.Counterparty(name=created.name)
        request = pb.UpdateCounterpartyRequest(counterparty=freed, update_mask={"paths": ["owner"]})
        world.office.counterparties(world.office.admin).UpdateCounterparty(request)
    world.records.append(Record(created.name, title, owner, guests))


def change_everything(world: World) -> None:
    """People move, some substitutions end and others begin; each record tells of itself anew."""
    chance = world.chance
    for name in chance.sample(list(world.people), USERS // 4):
        moved = world.people[name].with_path(world.path(chance.choice(list(world.parents))))
        world.people[name] = moved
        world.office.announce(world.caller(name), version=2)
    world.office.work()
    world.absent = {who: away for who, away in world.absent.items() if chance.random() < 0.5}
    world.absent.setdefault(chance.choice(list(world.people)), []).append(next(iter(world.people)))
    clients = world.office.counterparties(world.office.admin)
    for record in world.records:
        changed = pb.Counterparty(name=record.name, comment="после переезда")
        clients.UpdateCounterparty(pb.UpdateCounterpartyRequest(counterparty=changed))


def told(world: World) -> dict[str, events.Event]:
    """The newest event of each record, as the gateway hears it."""
    newest: dict[str, events.Event] = {}
    for row in world.office.changes():
        if row["subject"].startswith("counterparties/"):
            body = json.dumps(envelope(row)).encode()
            newest[row["subject"]] = events.made_of(events.read(body), {})
    return newest


def signed(world: World, caller: Caller) -> sessions.Signed:
    answer = AuthenticateResponse(
        caller_token=world.office.door.token(caller), tenant=caller.tenant, user=caller.user
    )
    return sessions.Sessions(None)._signed(b"", answer)  # type: ignore[arg-type]


def listed(clients: Any, **filters: Any) -> Iterator[str]:
    token = ""
    while True:
        request = pb.ListCounterpartiesRequest(page_size=50, page_token=token, **filters)
        answer = clients.ListCounterparties(request)
        yield from (each.name for each in answer.counterparties)
        token = answer.next_page_token
        if not token:
            return


def read(clients: Any, name: str) -> bool:
    try:
        return bool(clients.GetCounterparty(pb.GetCounterpartyRequest(name=name)).name)
    except grpc.RpcError as error:
        # Without any right to read the door is closed before the record is looked for.
        if error.code().name not in ("NOT_FOUND", "PERMISSION_DENIED"):  # type: ignore[attr-defined]
            raise
        return False


def check(world: World) -> int:
    """Pairs looked at. Everybody by every way."""
    news = told(world)
    for user in world.people:
        caller = world.caller(user)
        clients = world.office.counterparties(caller)
        should = {r.name for r in world.records if world.sees(user, r, READ)}
        hears = signed(world, caller)
        assert {name for name, event in news.items() if event.is_for(hears)} == should
        assert {r.name for r in world.records if read(clients, r.name)} == should
        if caller.has(READ):
            found = list(listed(clients, order_by="display_name"))
            assert (set(found), len(found)) == (should, len(should))
            assert set(listed(clients, query="совпад")) == should
            request = pb.CountCounterpartiesRequest(exact=True)
            assert clients.CountCounterparties(request).count == len(should)
            chosen = clients.SelectCounterparties(pb.SelectCounterpartiesRequest())
            assert {each.name for each in chosen.counterparties} == should
        if caller.has(EXPORT):
            takes = {r.title for r in world.records if world.sees(user, r, EXPORT)}
            rows = exported(world.office, replace(caller, source="UI"))[1:]
            assert {cell for row in rows for cell in row if cell.startswith("Совп")} == takes
    return len(world.people) * len(world.records)


@pytest.mark.parametrize("seed", [20260105])
def test_all_ways_to_a_record_agree(office: Office, seed: int) -> None:
    world = built(office, seed)
    pairs = check(world)
    change_everything(world)
    pairs += check(world)
    assert pairs >= 10_000
