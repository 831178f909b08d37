from tests.contracts import tree_rules
from tests.contracts.descriptors import ROOT


def test_modules_are_small_named_after_things_and_services_complete() -> None:
    assert tree_rules.problems(ROOT) == []
