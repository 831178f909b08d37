"""What a merge, an unmerge and their lists ask comes from an index: explained by Mongo itself."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from services.counterparties import store as base
from services.counterparties.merging import store
from services.counterparties.merging.merge import Merge, MergedRecord
from services.kit.paging import NEWEST_FIRST
from tests.counterparties.office import Office

KINDS = [
    (children.collection, key)
    for children in (store.Children(base.CONTACTS), *store.CHILDREN)
    for key in children.keys
]


def stages(tree: Mapping[str, Any]) -> Iterator[str]:
    yield tree["stage"]
    for inner in [tree.get("inputStage"), *tree.get("inputStages", ())]:
        if inner:
            yield from stages(inner)


@pytest.mark.parametrize(("collection", "key"), KINDS, ids=lambda each: getattr(each, "id", each))
def test_children_are_found_by_an_index(office: Office, collection: Any, key: str) -> None:
    answer = collection.raw(office.db).explain({key: "counterparties/x"})
    assert "COLLSCAN" not in set(stages(answer["queryPlanner"]["winningPlan"]))
    fields = [index.document["key"] for index in collection.indexes]
    assert any(next(iter(each)) == key for each in fields), f"no index begins with {key}"


@pytest.mark.parametrize("field", ["subjects", "visible_to"])
def test_merges_are_listed_newest_first_by_an_index(office: Office, field: str) -> None:
    subject = "counterparties/a"
    store.MERGES.insert_many(
        office.db,
        [
            Merge(
                name=store.MERGES.new_name(),
                survivor=subject,
                survivor_display_name="А",
                merged=(MergedRecord(name="counterparties/b", display_name="Б"),),
                visible_to=(subject,),
            )
            for _ in range(60)
        ],
    )
    raw = store.MERGES.raw(office.db)
    answer = raw.explain({field: subject}, sort=NEWEST_FIRST.sort, limit=11)
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    assert not used & {"COLLSCAN", "SORT"}, used
    assert answer["executionStats"]["totalKeysExamined"] <= 12
