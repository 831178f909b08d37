"""Segments by rule: at each save, through the whole base by a job, and the count before."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import segments_pb2
from services.counterparties import resegment
from services.counterparties.counterparty import Counterparty, MarketState, Role
from services.counterparties.requisites import Kind
from services.counterparties.segment_rule import Match, Op, SegmentCondition, SegmentRule
from services.kit.money import Money
from tests.counterparties.office import Office, refused
from tests.counterparties.test_jobs import bulk, segment

BARE = Counterparty(name="counterparties/x", display_name="Ромашка", kind=Kind.LEGAL)
RICH = replace(
    BARE,
    industry="Оптовая  торговля",
    headcount=250,
    capital=Money(Decimal(100_000), "RUB"),
    territory="Казань",
    market_state=MarketState.EXISTING,
    roles=(Role.CLIENT, Role.CARRIER),
    custom_fields={
        "grade": "a",
        "areas": ["north", "south"],
        "budget": {"amount": "500.00", "currency": "USD"},
        "since": "2024-05-01",
        "vip": True,
        "score": 7.5,
    },
)


@pytest.mark.parametrize(
    ("field", "op", "values", "fits"),
    [
        ("industry", "IS", ("оптовая торговля",), True),
        ("industry", "IS", ("розница", "Оптовая торговля"), True),
        ("industry", "IS_NOT", ("розница",), True),
        ("industry", "CONTAINS", ("опт",), True),
        ("industry", "UNSET", (), False),
        ("headcount", "AT_LEAST", ("250",), True),
        ("headcount", "AT_MOST", ("249",), False),
        ("capital", "AT_LEAST", ("99999.99",), True),
        ("capital", "AT_LEAST", ("1 USD",), False),
        ("territory", "IS", ("КАЗАНЬ",), True),
        ("market_state", "IS", ("EXISTING",), True),
        ("kind", "IS_NOT", ("LEGAL",), False),
        ("roles", "IS", ("CARRIER", "SUPPLIER"), True),
        ("roles", "IS_NOT", ("CARRIER",), False),
        ("custom_fields.grade", "IS", ("a", "b"), True),
        ("custom_fields.areas", "IS", ("south",), True),
        ("custom_fields.areas", "IS_NOT", ("south",), False),
        ("custom_fields.budget", "AT_LEAST", ("499 USD",), True),
        ("custom_fields.budget", "AT_LEAST", ("499",), False),
        ("custom_fields.since", "AT_MOST", ("2024-12-31",), True),
        ("custom_fields.vip", "IS", ("true",), True),
        ("custom_fields.score", "AT_LEAST", ("7,5",), False),
        ("custom_fields.score", "AT_LEAST", ("7.5",), True),
        ("custom_fields.gone", "UNSET", (), True),
        ("visible_to", "SET", (), False),
    ],
)
def test_a_condition_on_each_kind_of_field(
    field: str, op: str, values: tuple[str, ...], fits: bool
) -> None:
    assert SegmentCondition(field=field, op=Op(op), values=values).holds(RICH) is fits


def test_what_is_unknown_is_neither_great_nor_small() -> None:
    for field in ("headcount", "capital"):
        for op in (Op.AT_LEAST, Op.AT_MOST):
            assert not SegmentCondition(field=field, op=op, values=("0",)).holds(BARE)


def test_all_or_any_of_the_conditions() -> None:
    conditions = (
        SegmentCondition(field="headcount", op=Op.AT_LEAST, values=("100",)),
        SegmentCondition(field="territory", op=Op.IS, values=("Уфа",)),
    )
    assert not SegmentRule(conditions=conditions).fits(RICH)
    assert SegmentRule(conditions=conditions, match=Match.ANY).fits(RICH)


def test_a_client_is_in_the_segment_while_it_fits(office: Office) -> None:
    by_hand, large = segment(office), with_rule(office, headcount="100")
    client = office.create(office.manager_a, "Крупный", headcount=150, segments=[by_hand])
    assert list(client.segments) == [by_hand, large]
    small = update(office, client, headcount=50)
    assert list(small.segments) == [by_hand]
    # Who sends all its segments, as a form does, puts nobody in and takes nobody out.
    grown = update(office, small, headcount=100)
    same = update(office, grown, segments=[by_hand])
    assert list(same.segments) == [by_hand, large]
    with refused() as refusal:
        office.create(office.manager_a, "Мелкий", headcount=1, segments=[large])
    assert refusal.fields == (("segments[0]", "SEGMENT_BY_RULE"),)
    with refused() as refusal:
        bulk(office, office.admin, names=[client.name], add_segments=[large])
    assert refusal.fields == (("add_segments", "SEGMENT_BY_RULE"),)


def test_a_new_rule_goes_through_the_whole_base(office: Office) -> None:
    in_small_slices = resegment.Resegment(size=3, most_changed=2, settled=timedelta(0))
    for number in range(8):
        office.create(office.manager_a, f"К{number}", headcount=number * 10)
    name = with_rule(office, headcount="50")
    assert office.listed(office.admin, segments=[name]) == []
    office.work(in_small_slices)
    assert office.listed(office.admin, segments=[name]) == ["К5", "К6", "К7"]
    stub = office.segments(office.admin)
    answer = stub.PreviewSegment(
        segments_pb2.PreviewSegmentRequest(name=name, rule=rule(headcount="20", most="60"))
    )
    assert (answer.total, answer.members, answer.entering, answer.leaving) == (8, 5, 3, 1)
    assert not answer.estimated
    request = segments_pb2.UpdateSegmentRequest(
        segment=segments_pb2.Segment(name=name, rule=rule(headcount="20", most="60"))
    )
    request.update_mask.paths.append("rule")
    stub.UpdateSegment(request)
    office.work(in_small_slices)
    assert office.listed(office.admin, segments=[name]) == ["К2", "К3", "К4", "К5", "К6"]
    changed = [c for c in office.changes("counterparty_updated") if c["job"]]
    assert {each["field"] for change in changed for each in change["changes"]} == {"segments"}


def test_without_its_rule_a_segment_keeps_whom_it_has(office: Office) -> None:
    name = with_rule(office, headcount="50")
    client = office.create(office.manager_a, "К", headcount=70)
    request = segments_pb2.UpdateSegmentRequest(segment=segments_pb2.Segment(name=name))
    request.update_mask.paths.append("rule")
    assert not office.segments(office.admin).UpdateSegment(request).HasField("rule")
    assert list(update(office, client, headcount=1).segments) == [name]


def test_large_bases_are_estimated(office: Office) -> None:
    for number in range(60):
        office.create(office.manager_a, f"К{number}", headcount=10 + number % 2)
    anybody = SegmentRule(
        conditions=(SegmentCondition(field="headcount", op=Op.AT_LEAST, values=("1",)),)
    )
    answer = resegment.preview(office.db, office.admin, "", anybody, most=30)
    assert answer.estimated
    assert (answer.total, answer.members, answer.leaving) == (60, 60, 0)


def test_the_count_before_is_of_whom_the_caller_sees(office: Office) -> None:
    for caller in (office.manager_a, office.manager_b, office.manager_b):
        office.create(caller, "К", headcount=70)
    answer = office.segments(office.head_a).PreviewSegment(
        segments_pb2.PreviewSegmentRequest(rule=rule(headcount="50"))
    )
    assert (answer.total, answer.members, answer.entering) == (1, 1, 1)


def test_a_rule_with_mistakes_is_refused_by_place(office: Office) -> None:
    wrong = segments_pb2.SegmentRule(
        conditions=[
            condition("owner", "OP_IS", "x"),
            condition("headcount", "OP_CONTAINS", "1"),
            condition("headcount", "OP_AT_LEAST", "many"),
            condition("roles", "OP_IS"),
        ]
    )
    with refused() as refusal:
        office.segments(office.admin).PreviewSegment(segments_pb2.PreviewSegmentRequest(rule=wrong))
    assert refusal.fields == (
        ("rule.conditions[0].field", "RULE_FIELD_UNKNOWN"),
        ("rule.conditions[1].op", "RULE_OP_NOT_FOR_FIELD"),
        ("rule.conditions[2].values", "RULE_VALUE"),
        ("rule.conditions[3].values", "FIELD_REQUIRED"),
    )


def condition(field: str, op: str, *values: str) -> segments_pb2.SegmentCondition:
    return segments_pb2.SegmentCondition(field=field, op=op, values=values)  # type: ignore[arg-type]


def rule(headcount: str, most: str = "") -> segments_pb2.SegmentRule:
    conditions = [condition("headcount", "OP_AT_LEAST", headcount)]
    if most:
        conditions.append(condition("headcount", "OP_AT_MOST", most))
    return segments_pb2.SegmentRule(conditions=conditions)


def with_rule(office: Office, headcount: str) -> str:
    made = segments_pb2.Segment(display_name="Крупные", rule=rule(headcount))
    request = segments_pb2.CreateSegmentRequest(segment=made)
    return office.segments(office.admin).CreateSegment(request).name


def update(office: Office, client: pb.Counterparty, **fields: object) -> pb.Counterparty:
    request = pb.UpdateCounterpartyRequest(
        counterparty=pb.Counterparty(name=client.name, **fields)  # type: ignore[arg-type]
    )
    request.update_mask.paths.extend(fields)
    return office.counterparties(office.admin).UpdateCounterparty(request)
