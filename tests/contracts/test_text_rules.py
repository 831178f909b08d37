from services.identity.permission import PERMISSIONS
from tests.contracts import text_rules
from tests.contracts.descriptors import ROOT, Descriptors


def test_every_reason_enum_value_and_permission_has_a_russian_and_an_english_text() -> None:
    assert text_rules.problems(Descriptors(), ROOT) == []


def test_enums_of_one_name_in_several_messages_have_texts_of_their_own() -> None:
    texts = text_rules.texts_of(ROOT, "en")
    assert texts["enums.Counterparty.Kind.LEGAL"] == "Company"
    assert texts["enums.Address.Kind.LEGAL"] == "Legal"


def test_no_enum_text_is_left_without_its_enum() -> None:
    wanted = set(text_rules.enum_keys(Descriptors()))
    found = {key for key in text_rules.texts_of(ROOT, "ru") if key.startswith("enums.")}
    assert found - wanted == set()


def test_both_languages_have_the_same_keys() -> None:
    assert text_rules.unequal_keys(ROOT) == []


def test_every_permission_of_a_role_can_be_given_on_the_page_of_roles() -> None:
    assert text_rules.grantable(ROOT) == set(PERMISSIONS)
