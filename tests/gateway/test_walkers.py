"""JSON to messages and back: nothing is lost, nothing wrong gets in."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from google.protobuf import duration_pb2, field_mask_pb2, struct_pb2, timestamp_pb2
from google.type import money_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.activities.v1 import planner_pb2, works_pb2
from crm.counterparties.v1 import counterparties_pb2, imports_pb2
from crm.identity.v1 import sessions_pb2
from gateway import decoding, encoding
from services.kit.errors import InvalidArgument, Violation

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)
PHONE = st.fixed_dictionaries(
    {"number": TEXT, "kind": st.sampled_from(["", "MOBILE", "WORK", "HOME", "FAX"])}
)
COUNTERPARTY = st.fixed_dictionaries(
    {},
    optional={
        "display_name": TEXT,
        "kind": st.sampled_from(["", "LEGAL", "SOLE_PROPRIETOR", "INDIVIDUAL"]),
        "registration_date": st.none() | st.dates().map(str),
        "capital": st.none()
        | st.decimals(-(10**12), 10**12, places=2).map(
            lambda amount: {"amount": f"{amount:.2f}", "currency": "RUB"}
        ),
        "phones": st.lists(PHONE, max_size=3),
        "segments": st.lists(TEXT, max_size=3),
        "roles": st.lists(st.sampled_from(["CLIENT", "SUPPLIER"]), max_size=3),
        "headcount": st.integers(-(2**31), 2**31 - 1),
        "person_name": st.none() | st.fixed_dictionaries({"family_name": TEXT}),
    },
)


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@given(COUNTERPARTY)
@settings(max_examples=150, deadline=None)
def test_what_goes_in_comes_out(value: dict[str, Any]) -> None:
    message, again = counterparties_pb2.Counterparty(), counterparties_pb2.Counterparty()
    decoding.fill(message, decoding.parse(json.dumps(value).encode()))
    answered = json.loads(encoding.to_json(message))
    for name, given_value in value.items():
        got = answered[name]
        if name == "phones":
            got = [{key: each[key] for key in ("number", "kind")} for each in got]
        if name == "person_name" and got is not None:
            got = {"family_name": got["family_name"]}
        if name == "capital" and got is not None:
            assert float(got["amount"]) == float(given_value["amount"])
        else:
            assert got == given_value
    # Both spellings mean the same, and an answer can be sent back as it is.
    decoding.fill(again, {camel(name): each for name, each in value.items()})
    assert again == message
    assert counterparties_pb2.Counterparty.FromString(message.SerializeToString()) == message
    back = counterparties_pb2.Counterparty()
    decoding.fill(back, answered)
    assert encoding.to_json(back) == encoding.to_json(message)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_struct_is_any_object(value: dict[str, Any]) -> None:
    message = sessions_pb2.Profile()
    decoding.fill(message, {"preferences": value})
    assert json.loads(encoding.to_json(message))["preferences"] == value


@pytest.mark.parametrize("length", [1, encoding.SMALLEST_WHOLE, encoding.LARGEST_WHOLE])
def test_a_whole_answer_is_what_its_bytes_say_however_often_they_come(length: int) -> None:
    wholes = [counterparties_pb2.Counterparty(comment=letter * length) for letter in "абаб"]
    for whole in wholes:
        told = encoding.whole_to_json(type(whole), whole.SerializeToString())
        assert told == encoding.to_json(whole)
    # Of another kind the same bytes say something else.
    raw = wholes[0].SerializeToString()
    other = encoding.whole_to_json(sessions_pb2.Profile, raw)
    assert other == encoding.to_json(sessions_pb2.Profile.FromString(raw))


def test_cards_of_a_grid_are_what_they_are_however_often_they_come() -> None:
    for title in ("а", "б", "а"):
        card = works_pb2.WorkCard(name="works/1", display_name=title, etag='"1"')
        cell = planner_pb2.PlannerCell(first=[card, works_pb2.WorkCard(minutes=5)])
        whole = planner_pb2.Planner(rows=[planner_pb2.PlannerRow(cells=[cell])])
        (shown,) = json.loads(encoding.to_json(whole))["rows"][0]["cells"]
        assert shown["first"][0] == json.loads(encoding.to_json(card))
        assert (shown["first"][0]["display_name"], shown["first"][1]["minutes"]) == (title, 5)


def violations(act: Callable[[Any], None]) -> Sequence[Violation]:
    """Nothing but a refusal may come of it."""
    try:
        act(counterparties_pb2.Counterparty())
    except InvalidArgument as refusal:
        return refusal.violations
    return ()


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_garbage_is_refused_in_words(body: bytes) -> None:
    for violation in violations(lambda m: decoding.fill(m, decoding.parse(body))):
        assert violation.description


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_any_json_is_taken_or_refused_in_words(value: Any) -> None:
    for name in ("capital", "birth_date", "phones", "kind", "headcount", "create_time", "passport"):
        for violation in violations(lambda m, name=name: decoding.fill(m, {name: value})):
            assert violation.field.startswith(name)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"inn": "1", "inn": "2"}', "twice"),
        (b'{"inn": NaN}', "NaN"),
        (b'{"headcount": 1e400}', "whole number"),
        (b'{"inn": "\xff"}', "UTF-8"),
        (b"[" * 100_000, "deeply"),
        (b'{"a":' * 100_000, "deeply"),
        (b"", "JSON"),
        (b"[]", "object"),
        (b'"x"', "object"),
        (b'{"inn": "\\ud800"}', "Unicode"),
        (b'{"headcount": ' + b"9" * 5000 + b"}", "JSON"),
        (b'{"headcount": 2147483648}', "between"),
        (b'{"headcount": true}', "whole number"),
        (b'{"headcount": "5"}', "whole number"),
        (b'{"kind": 1}', "one of LEGAL"),
        (b'{"kind": "legal"}', "one of LEGAL"),
        (b'{"birth_date": "2026-02-29"}', "date"),
        (b'{"birth_date": "20260228"}', "date"),
        (b'{"create_time": "2026-11-21"}', "moment"),
        (b'{"create_time": "2026-13-21T00:00:00Z"}', "moment"),
        (b'{"create_time": "0001-01-01T00:00:00+23:00"}', "moment"),
        (b'{"capital": {"amount": 1.5, "currency": "RUB"}}', "amount as text"),
        (b'{"capital": {"amount": "1", "currency": "rub"}}', "currency"),
        (b'{"capital": {"amount": "1e5", "currency": "RUB"}}', "amount"),
        (b'{"capital": {"amount": "1", "currency": "RUB", "x": 1}}', "no field"),
        (b'{"phones": {"number": "1"}}', "list"),
        (b'{"phones": [null]}', "object"),
        (b'{"displayName": "a", "display_name": "b"}', "twice"),
        (b'{"__class__": 1}', "no field"),
        (b'{"DESCRIPTOR": 1}', "no field"),
    ],
)
def test_hostile_bodies(body: bytes, says: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        decoding.fill(counterparties_pb2.Counterparty(), decoding.parse(body))
    assert says in str(refused.value)


def test_a_deep_struct_is_refused() -> None:
    value: Any = 1
    for _ in range(200):
        value = {"deeper": value}
    with pytest.raises(InvalidArgument, match="deeper than"):
        decoding.fill(sessions_pb2.Profile(), {"preferences": value})


def test_all_wrong_fields_are_named_together() -> None:
    body = {"inn": 1, "phones": [{"number": "1"}, {"nummer": "2"}], "colour": "red"}
    with pytest.raises(InvalidArgument) as refused:
        decoding.fill(counterparties_pb2.Counterparty(), body)
    named = {each.field: each.reason for each in refused.value.violations}
    assert named == {
        "inn": "FIELD_INVALID",
        "phones[1].nummer": "FIELD_UNKNOWN",
        "colour": "FIELD_UNKNOWN",
    }


def test_well_known_types() -> None:
    moment = timestamp_pb2.Timestamp(seconds=1763751060, nanos=7_000_000)
    assert encoding.to_json(moment) == b'"2025-11-21T18:51:00.007Z"'
    before = timestamp_pb2.Timestamp(seconds=-1, nanos=999_000_000)
    assert encoding.to_json(before) == b'"1969-12-31T23:59:59.999Z"'
    money = money_pb2.Money(currency_code="RUB", units=-5, nanos=-10_000_000)
    assert encoding.to_json(money) == b'{"amount":"-5.01","currency":"RUB"}'
    precise = money_pb2.Money(currency_code="RUB", units=0, nanos=123_456_000)
    assert encoding.to_json(precise) == b'{"amount":"0.123456","currency":"RUB"}'
    assert encoding.to_json(duration_pb2.Duration(seconds=3, nanos=500_000_000)) == b'"3.5s"'
    assert encoding.to_json(field_mask_pb2.FieldMask(paths=["a", "b.c"])) == b'"a,b.c"'
    value = struct_pb2.Value(number_value=1.5)
    assert encoding.to_json(value) == b"1.5"


def test_maps_and_unknown_enum_numbers() -> None:
    row = imports_pb2.ImportRow(number=5, verdict=99)
    row.values["ИНН"] = "1"
    answered = json.loads(encoding.to_json(row))
    assert (answered["values"], answered["verdict"]) == ({"ИНН": "1"}, 99)


def test_text_from_a_query() -> None:
    message = counterparties_pb2.CountCounterpartiesRequest()
    pairs = [("filter.kind", "LEGAL"), ("filter.marketState", "EXISTING"), ("exact", "1")]
    decoding.fill_text(message, pairs)
    assert (list(message.filter.kind), list(message.filter.market_state)) == ([1], [2])
    for wrong in ("filter", "filter.x", "filter.query.x", "a.b.c.d.e.f.g.h", "", ".", "exact."):
        with pytest.raises(InvalidArgument):
            decoding.fill_text(message, [(wrong, "x")])
