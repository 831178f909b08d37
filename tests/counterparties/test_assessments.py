"""Assessments of a client, and its satisfaction that follows them."""

from datetime import date
from typing import Any

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import assessments_pb2 as pb
from crm.counterparties.v1 import assessments_pb2_grpc, merges_pb2, merges_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2 as clients
from services.counterparties import satisfaction
from services.counterparties.satisfaction import Trend
from services.kit.caller import Caller
from tests.counterparties.office import Office, refused, restricted

SERVICE = "ASPECT_SERVICE_SATISFACTION"


def stub(office: Office, caller: Caller) -> Any:
    return office.door.stub(assessments_pb2_grpc.AssessmentServiceStub, caller)


def assess(office: Office, caller: Caller, client: str, score: int, **more: Any) -> pb.Assessment:
    values = {"aspect": SERVICE, "counterparty": client, "score": score, **more}
    return stub(office, caller).CreateAssessment(
        pb.CreateAssessmentRequest(assessment=pb.Assessment(**values))
    )


def shown(office: Office, name: str, caller: Caller | None = None) -> clients.Counterparty:
    return office.counterparties(caller or office.admin).GetCounterparty(
        clients.GetCounterpartyRequest(name=name)
    )


def content(office: Office, name: str) -> tuple[int, str]:
    message = shown(office, name).satisfaction
    return message.score, clients.Satisfaction.Trend.Name(message.trend)


def listed(office: Office, caller: Caller, client: str, **more: Any) -> list[pb.Assessment]:
    request = pb.ListAssessmentsRequest(counterparty=client, **more)
    return list(stub(office, caller).ListAssessments(request).assessments)


def test_the_trend_is_the_last_score_against_the_one_before() -> None:
    day = date(2026, 5, 1)
    assert satisfaction.of([]) is None
    found = [satisfaction.of([(4, day), (before, day)]) for before in (3, 4, 5)]
    assert [each and each.trend for each in found] == [Trend.UP, Trend.SAME, Trend.DOWN]
    alone = satisfaction.of([(4, day)])
    assert alone is not None
    assert alone.trend is None


def test_satisfaction_follows_its_assessments(office: Office) -> None:
    client = office.create(office.manager_a).name
    assess(office, office.manager_a, client, 3)
    assert content(office, client) == (3, "TREND_UNSPECIFIED")
    last = assess(office, office.manager_a, client, 5)
    assert content(office, client) == (5, "TREND_UP")
    # An older day is no news, another aspect is none either.
    old = {"year": 2020, "month": 1, "day": 2}
    assess(office, office.manager_a, client, 1, assessment_date=old)
    assess(office, office.manager_a, client, 1, aspect="ASPECT_OBLIGATIONS")
    assert content(office, client) == (5, "TREND_UP")
    update = pb.UpdateAssessmentRequest(assessment=pb.Assessment(name=last.name, score=2))
    stub(office, office.manager_a).UpdateAssessment(update)
    assert content(office, client) == (2, "TREND_DOWN")
    stub(office, office.manager_a).DeleteAssessment(pb.DeleteAssessmentRequest(name=last.name))
    assert content(office, client) == (3, "TREND_UP")
    assert [each.score for each in listed(office, office.admin, client)] == [1, 3, 1]
    only = listed(office, office.admin, client, aspect=["ASPECT_OBLIGATIONS"])
    assert len(only) == 1
    fields = [
        change["field"]
        for row in office.changes("counterparty_updated")
        for change in row["changes"]
    ]
    assert fields == ["satisfaction"] * 4


def test_an_assessment_is_its_authors_and_has_a_score(office: Office) -> None:
    client = office.create(office.manager_a).name
    mine = assess(office, office.manager_a, client, 4)
    with refused() as refusal:
        update = pb.UpdateAssessmentRequest(assessment=pb.Assessment(name=mine.name, score=1))
        stub(office, office.admin).UpdateAssessment(update)
    assert refusal.reason == "NOT_THE_AUTHOR"
    with refused() as refusal:
        assess(office, office.manager_a, client, 6)
    assert refusal.fields == (("score", "SCORE_OUT_OF_RANGE"),)
    with refused() as refusal:
        assess(office, office.manager_a, client, 0)
    assert ("score", "FIELD_REQUIRED") in refusal.fields
    change = {"aspect": "ASPECT_PREFERENCES_CHANGE", "comment": "Теперь чай"}
    assess(office, office.manager_a, client, 0, **change)


def test_who_may_not_see_satisfaction_sees_no_assessment(office: Office) -> None:
    client = office.create(office.manager_a).name
    mine = assess(office, office.manager_a, client, 4)
    blind = restricted(office.manager_a, ("satisfaction", "", "NONE"))
    assert shown(office, client, blind).hidden_fields == ["satisfaction"]
    for ask in (
        lambda: listed(office, blind, client),
        lambda: stub(office, blind).GetAssessment(pb.GetAssessmentRequest(name=mine.name)),
        lambda: assess(office, blind, client, 5),
    ):
        with refused() as refusal:
            ask()
        assert refusal.reason == "FIELD_HIDDEN"
    with refused() as refusal:
        listed(office, office.manager_b, client)
    assert refusal.code == "NOT_FOUND"
    reader = restricted(office.manager_a, ("satisfaction", "", "READ"))
    assert len(listed(office, reader, client)) == 1
    with refused() as refusal:
        assess(office, reader, client, 5)
    assert refusal.reason == "FIELD_READ_ONLY"


def test_a_merge_takes_assessments_along_and_an_unmerge_returns_them(office: Office) -> None:
    first, second = (office.create(office.admin).name for _ in range(2))
    old = {"year": 2025, "month": 1, "day": 2}
    assess(office, office.admin, first, 2, assessment_date=old)
    assess(office, office.admin, second, 5)
    merging = office.door.stub(merges_pb2_grpc.MergeServiceStub, office.admin)
    merge = merging.MergeCounterparties(
        merges_pb2.MergeCounterpartiesRequest(survivor=first, merged=[second])
    )
    assert [each.score for each in listed(office, office.admin, first)] == [5, 2]
    assert content(office, first)[0] == 5
    merging.UndoMerge(merges_pb2.UndoMergeRequest(name=merge.name))
    assert [each.score for each in listed(office, office.admin, first)] == [2]
    assert (content(office, first)[0], content(office, second)[0]) == (2, 5)


def test_the_trail_hides_what_the_field_hides(office: Office) -> None:
    client = office.create(office.manager_a).name
    made = assess(office, office.manager_a, client, 2, comment="Хамит")
    changed = pb.Assessment(name=made.name, score=4, comment="Исправился")
    stub(office, office.manager_a).UpdateAssessment(pb.UpdateAssessmentRequest(assessment=changed))

    def told(caller: Caller) -> dict[str, str]:
        trail = office.door.stub(audit_pb2_grpc.AuditServiceStub, caller)
        request = audit_pb2.ListAuditEntriesRequest(parent="audit/counterparties")
        entries = trail.ListAuditEntries(request).entries
        return {c.field: c.new_value for e in entries if e.subject == made.name for c in e.changes}

    assert told(office.admin) == {
        "satisfaction.score": "4", "satisfaction.comment": '"Исправился"'
    }  # fmt: skip
    assert told(restricted(office.admin, ("satisfaction", "", "NONE"))) == {}
