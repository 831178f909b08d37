from tests.contracts import text_rules
from tests.contracts.descriptors import ROOT, Descriptors


def test_every_reason_enum_value_and_permission_has_a_russian_and_an_english_text() -> None:
    assert text_rules.problems(Descriptors(), ROOT) == []


def test_both_languages_have_the_same_keys() -> None:
    assert text_rules.unequal_keys(ROOT) == []
