"""Each question about relations comes from the index it names: explained by Mongo itself."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from crm.counterparties.v1 import relations_pb2 as pb
from services.counterparties.relations import store
from services.counterparties.relations.relation import Relation, pair_of
from services.kit.testing_door import Door
from tests.counterparties.office import Office
from tests.kit.profile import place, profiled

ENDS, EACH = 120, 5


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    store.RELATIONS.insert_many(
        office.db,
        (
            Relation(
                name=store.RELATIONS.new_name(),
                source=end(number),
                target=end(number + step),
                kind=f"relationKinds/{step}",
                pair=pair_of(end(number), end(number + step)),
            )
            for number in range(ENDS)
            for step in range(1, EACH + 1)
        ),
    )
    return office


def end(number: int) -> str:
    return f"counterparties/{number % ENDS:03}"


class Asked:
    """How Mongo answered the questions about relations."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    @contextmanager
    def of(self, office: Office) -> Iterator[None]:
        with profiled(office.db, self.rows):
            yield
        assert self.answers

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if place(row) == store.RELATIONS.id]

    @property
    def stages(self) -> set[str]:
        return {stage for row in self.answers for stage in stages(row["execStats"])}

    @property
    def examined(self) -> int:
        return sum(row["docsExamined"] for row in self.answers)


def stages(tree: Mapping[str, Any]) -> Iterator[str]:
    yield tree["stage"]
    for inner in [tree.get("inputStage"), *tree.get("inputStages", ())]:
        if inner:
            yield from stages(inner)


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_a_list_is_read_newest_first_from_both_sides(filled: Office, asked: Asked) -> None:
    with asked.of(filled):
        for ends, size in (([end(7)], 5), ([end(n) for n in range(0, 40, 4)], 19)):
            store.page(filled.db, ends, pb.ListRelationsRequest(page_size=size))
    assert not asked.stages & {"COLLSCAN", "SORT"}, asked.stages
    assert asked.examined <= 2 * (6 + 20)


def test_the_list_of_a_client_with_many_people_is_sorted_nowhere(
    filled: Office, asked: Asked
) -> None:
    everybody = [one for n in range(ENDS) for one in (end(n), f"contacts/{n}")]
    assert len(everybody) > store.MOST_MERGED
    with asked.of(filled):
        page = store.page(filled.db, everybody, pb.ListRelationsRequest(page_size=50))
    assert not asked.stages & {"COLLSCAN", "SORT"}, asked.stages
    assert asked.examined <= 4 * 51
    found = [*page.items]
    while page.next_page_token:
        request = pb.ListRelationsRequest(page_size=50, page_token=page.next_page_token)
        page = store.page(filled.db, everybody, request)
        found += page.items
    wanted = sorted(store.RELATIONS.select(filled.db, {}), key=_age, reverse=True)
    assert found == wanted


def _age(relation: Relation) -> tuple[Any, str]:
    return relation.create_time, relation.name


def test_a_step_of_a_graph_reads_the_lines_of_its_ends(filled: Office, asked: Asked) -> None:
    with asked.of(filled):
        found = store.of(filled.db, [end(3), end(60)], 2000)
    assert len(found) == 4 * EACH
    assert asked.stages == {"LIMIT", "FETCH", "IXSCAN"}
    assert asked.examined == 4 * EACH


def test_lines_between_many_and_one_are_read_from_the_one(filled: Office, asked: Asked) -> None:
    many = [end(number) for number in range(ENDS)]
    with asked.of(filled):
        found = (
            store.between(filled.db, [end(3)], many),
            store.between(filled.db, many, [end(3)]),
        )
    assert [len(each) for each in found] == [2 * EACH, 2 * EACH]
    assert asked.stages == {"FETCH", "IXSCAN"}
    assert asked.examined == 4 * EACH


def test_use_of_a_kind_and_number_of_relations_are_counted_by_keys(filled: Office) -> None:
    assert store.is_kind_used(filled.db, "relationKinds/1")
    assert not store.is_kind_used(filled.db, "relationKinds/9")
    assert store.count_of(filled.db, end(3), 500) == 2 * EACH


def test_no_question_can_forget_the_tenant(filled: Office, other_office: Office) -> None:
    many = [end(number) for number in range(ENDS)]
    assert len(store.of(filled.db, many)) == ENDS * EACH
    db = other_office.db
    assert store.of(db, many) == store.between(db, many, many) == []
    assert store.count_of(db, end(3), 500) == 0
