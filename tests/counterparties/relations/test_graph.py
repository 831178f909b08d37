"""What is around a client, and who could introduce it to another, over what the caller sees."""

from dataclasses import replace

from crm.counterparties.v1 import contacts_pb2
from crm.counterparties.v1 import relations_pb2 as pb
from services.counterparties.relations import graph as walking
from tests.counterparties.merging.desk import contact
from tests.counterparties.office import Office, refused
from tests.counterparties.relations.web import (
    graph,
    lines,
    nodes,
    paths,
    relate,
    stub,
)


def test_a_graph_grows_step_by_step(office: Office) -> None:
    a, b, c, d = (office.create(office.admin, name) for name in "АБВГ")
    ivan = contact(office, b, display_name="Иван", job_title="Директор")
    petr = contact(office, d, display_name="Пётр")
    relate(office, a, "Поставщик", b)
    relate(office, c, "Партнёры", b)
    relate(office, ivan, "Друзья", petr)
    assert nodes(graph(office, a, 1)) == {"А": 0, "Б": 1}
    two = graph(office, a, 2)
    assert nodes(two) == {"А": 0, "Б": 1, "В": 2, "Иван": 2}
    assert lines(two) == {("А", "Поставщик", "Б"), ("В", "Партнёры", "Б"), ("Иван", "", "Б")}
    three = graph(office, a, 3)
    assert nodes(three) == {"А": 0, "Б": 1, "В": 2, "Иван": 2, "Пётр": 3}
    assert not three.truncated
    # From a person: where he works is one step away.
    assert nodes(graph(office, ivan, 2)) == {"Иван": 0, "Пётр": 1, "Б": 1, "А": 2, "В": 2, "Г": 2}
    shown = next(node for node in three.nodes if node.name == ivan.name)
    assert (shown.kind, shown.job_title) == (pb.RelationParty.KIND_CONTACT, "Директор")
    assert (shown.counterparty, shown.counterparty_display_name) == (b.name, "Б")
    for depth in (-1, 4):
        with refused() as refusal:
            graph(office, a, depth)
        assert refusal.fields == (("depth", "RELATION_DEPTH"),)


def test_lines_within_the_last_ring_are_drawn(office: Office) -> None:
    a, b, c = (office.create(office.admin, name) for name in "АБВ")
    for other in (b, c):
        relate(office, a, "Партнёры", other)
    relate(office, b, "Конкуренты", c)
    assert ("Б", "Конкуренты", "В") in lines(graph(office, a, 1))


def test_what_one_may_not_see_is_no_bridge(office: Office, other_office: Office) -> None:
    me = office.manager_a
    near, far = (office.create(me, name) for name in ("Ближний", "Дальний"))
    hidden = office.create(office.manager_b, "Скрытый")
    relate(office, near, "Партнёры", hidden)
    relate(office, hidden, "Партнёры", far)
    assert nodes(graph(office, near, 3)) == {"Ближний": 0, "Скрытый": 1, "Дальний": 2}
    assert paths(office, near, far) == [["Ближний", "Скрытый", "Дальний"]]
    assert nodes(graph(office, near, 3, me)) == {"Ближний": 0}
    assert lines(graph(office, near, 3, me)) == set()
    assert paths(office, near, far, me) == []
    with refused() as refusal:
        paths(office, near, hidden, me)
    assert refusal.fields == (("target", "RELATION_END_UNKNOWN"),)
    for caller in (replace(me, grants={}), other_office.admin):
        with refused() as refusal:
            graph(office, near, 1, caller)
        assert refusal.code in ("PERMISSION_DENIED", "NOT_FOUND")


def test_who_could_introduce_us(office: Office) -> None:
    a, b, c = (office.create(office.admin, name) for name in "АБВ")
    ivan = contact(office, a, display_name="Иван")
    petr = contact(office, b, display_name="Пётр")
    assert paths(office, a, b) == []
    made = relate(office, ivan, "Друзья", petr)
    assert paths(office, a, b) == [["А", "Иван", "Пётр", "Б"]]
    relate(office, c, "Поставщик", a)
    relate(office, b, "Партнёры", c)
    assert paths(office, a, b) == [["А", "В", "Б"], ["А", "Иван", "Пётр", "Б"]]
    request = pb.FindRelationPathsRequest(name=a.name, target=b.name)
    first = stub(office).FindRelationPaths(request).paths[0]
    # Each line is read the way one goes.
    [line] = first.steps[1].edges
    assert (line.source, line.title, line.target) == (a.name, "Покупатель", c.name)
    relate(office, b, "Подрядчик", a)
    relate(office, a, "Партнёры", b)
    found = stub(office).FindRelationPaths(request)
    assert [len(way.steps) for way in found.paths] == [2, 3, 4]
    assert sorted(each.title for each in found.paths[0].steps[1].edges) == ["Заказчик", "Партнёры"]
    assert paths(office, petr, a) == [
        ["Пётр", "Иван", "А"],
        ["Пётр", "Б", "А"],
        ["Пётр", "Б", "В", "А"],
    ]
    with refused() as refusal:
        paths(office, a, a)
    assert refusal.fields == (("target", "RELATION_TO_ITSELF"),)
    stub(office).DeleteRelation(pb.DeleteRelationRequest(name=made.name))
    office.contacts(office.admin).DeleteContact(contacts_pb2.DeleteContactRequest(name=ivan.name))
    assert all("Иван" not in way for way in paths(office, a, b))


def test_a_graph_is_bounded(office: Office) -> None:
    hub, goal, *others = [office.create(office.admin, f"К{number}") for number in range(6)]
    contact(office, hub, display_name="Лишний")
    for other in others:
        relate(office, hub, "Партнёры", other)
        relate(office, other, "Партнёры", goal)
    found = walking.around(office.db, office.admin, hub.name, 3, most=4)
    assert (len(found.nodes), found.truncated) == (4, True)
    # Of four shortest, three; then no longer ones.
    answer = walking.paths(office.db, office.admin, hub.name, goal.name, most=2, most_shortest=3)
    assert ([len(way) for way in answer.ways], answer.truncated) == ([3, 3, 3], True)
