"""What the kit promises at a service's door: tenants, rights, errors, conflicts, pages, audit."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import grpc
import pytest
from google.protobuf import field_mask_pb2
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import segments_pb2 as pb
from crm.counterparties.v1 import segments_pb2_grpc as pb_grpc
from services.kit import indexes, paging
from services.kit.caller import Caller
from services.kit.changes import envelope
from services.kit.testing_door import Door, opened
from tests.kit import toy
from tests.kit.toy import a_caller

Stub = pb_grpc.SegmentServiceStub


@pytest.fixture(scope="module")
def door(mongo_url: str) -> Iterator[Door]:
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "door_"}
    with opened(toy.SERVICE, environ) as running:
        yield running


@pytest.fixture(autouse=True)
def empty(door: Door) -> None:
    for collection in ("segments", "changes"):
        for tenant in ("north", "south"):
            door.db(tenant).bound(collection).delete_many({})


def create(door: Door, name: str, caller=None, request_id: str = "") -> pb.Segment:
    request = pb.CreateSegmentRequest(segment=pb.Segment(display_name=name), request_id=request_id)
    return door.stub(Stub, caller or a_caller()).CreateSegment(request)


def refusal(error: grpc.RpcError) -> error_details_pb2.ErrorInfo:
    info = error_details_pb2.ErrorInfo()
    status = rpc_status.from_call(error)
    assert status is not None
    assert status.details[0].Unpack(info)
    return info


def test_another_tenant_neither_reads_nor_lists_nor_audits_a_record(door: Door) -> None:
    made = create(door, "Опт")
    stranger = door.stub(Stub, a_caller("south"))
    with pytest.raises(grpc.RpcError) as refused:
        stranger.GetSegment(pb.GetSegmentRequest(name=made.name))
    assert refused.value.code() == grpc.StatusCode.NOT_FOUND
    assert not stranger.ListSegments(pb.ListSegmentsRequest()).segments
    audit = door.stub(audit_pb2_grpc.AuditServiceStub, a_caller("south"))
    with pytest.raises(grpc.RpcError) as refused:
        audit.ListAuditEntries(
            audit_pb2.ListAuditEntriesRequest(parent="audit/toy", subject=made.name)
        )
    assert refused.value.code() == grpc.StatusCode.NOT_FOUND


def test_nobody_without_a_token_and_nobody_with_a_forged_one(door: Door) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        door.stub(Stub).ListSegments(pb.ListSegmentsRequest())
    assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED
    head, claims, signature = door.token(a_caller()).split(".")
    forged = f"Bearer {head}.{claims}.{signature[::-1]}"
    with pytest.raises(grpc.RpcError) as refused:
        door.stub(Stub, authorization=forged).ListSegments(pb.ListSegmentsRequest())
    assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED


def test_a_missing_permission_is_named(door: Door) -> None:
    reader = a_caller(permissions=("segments.read",))
    with pytest.raises(grpc.RpcError) as refused:
        create(door, "Опт", reader)
    assert refused.value.code() == grpc.StatusCode.PERMISSION_DENIED
    assert refusal(refused.value).metadata["permission"] == "segments.write"


def test_rows_out_of_scope_are_not_there(door: Door) -> None:
    made = create(door, "Опт", a_caller(org_path=("orgUnits/1", "orgUnits/2")))
    head = a_caller(user="users/head", keys=("orgUnits/2",))
    other = a_caller(user="users/other", keys=("orgUnits/3", "users/other"))
    assert door.stub(Stub, head).ListSegments(pb.ListSegmentsRequest()).segments
    assert not door.stub(Stub, other).ListSegments(pb.ListSegmentsRequest()).segments
    with pytest.raises(grpc.RpcError) as refused:
        door.stub(Stub, other).GetSegment(pb.GetSegmentRequest(name=made.name))
    assert refused.value.code() == grpc.StatusCode.NOT_FOUND


def test_the_same_request_creates_once(door: Door) -> None:
    twice = [create(door, "Опт", request_id="5b1f6c1e-0000-4000-8000-000000000001") for _ in "12"]
    assert twice[0] == twice[1]
    assert door.db("north").bound("changes").count({}) == 1


def test_the_same_request_sent_at_once_by_many_creates_once(door: Door) -> None:
    request_id = "5b1f6c1e-0000-4000-8000-000000000002"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: create(door, "Опт", request_id=request_id).name, range(8)))
    assert len(made) == 1
    assert door.db("north").bound("changes").count({}) == 1


def test_somebody_elses_request_is_not_answered(door: Door) -> None:
    """Who knows a record's name sends it as his request's, and sees the record."""
    request_id = "5b1f6c1e-0000-4000-8000-000000000003"
    create(door, "Опт", request_id=request_id)
    with pytest.raises(grpc.RpcError) as raised:
        create(door, "Розница", a_caller(user="users/2"), request_id)
    assert refusal(raised.value).reason == "ALREADY_EXISTS"


def test_a_stale_etag_changes_nothing(door: Door) -> None:
    made = create(door, "Опт")
    stub = door.stub(Stub, a_caller())
    mask = field_mask_pb2.FieldMask(paths=["display_name"])
    change = pb.Segment(name=made.name, display_name="Розница", etag=made.etag)
    stub.UpdateSegment(pb.UpdateSegmentRequest(segment=change, update_mask=mask))
    with pytest.raises(grpc.RpcError) as refused:
        stub.UpdateSegment(pb.UpdateSegmentRequest(segment=change, update_mask=mask))
    assert refused.value.code() == grpc.StatusCode.ABORTED
    assert refusal(refused.value).reason == "STALE_ETAG"


def test_a_refusal_names_its_reason_and_leaves_no_trace(door: Door) -> None:
    made = create(door, "Опт")
    change = pb.Segment(name=made.name, display_name="taken")
    with pytest.raises(grpc.RpcError) as refused:
        door.stub(Stub, a_caller()).UpdateSegment(pb.UpdateSegmentRequest(segment=change))
    assert refusal(refused.value).reason == "TOY_NAME_TAKEN"
    assert door.db("north").bound("changes").count({}) == 1


def test_required_fields_and_unknown_mask_paths_are_named(door: Door) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        create(door, "")
    assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert refusal(refused.value).reason == "FIELD_REQUIRED"
    made = create(door, "Опт")
    request = pb.UpdateSegmentRequest(
        segment=pb.Segment(name=made.name),
        update_mask=field_mask_pb2.FieldMask(paths=["colour", "display_name"]),
    )
    with pytest.raises(grpc.RpcError) as refused:
        door.stub(Stub, a_caller()).UpdateSegment(request)
    status = rpc_status.from_call(refused.value)
    bad = error_details_pb2.BadRequest()
    assert status is not None
    assert status.details[1].Unpack(bad)
    assert {each.reason for each in bad.field_violations} == {"FIELD_REQUIRED", "FIELD_UNKNOWN"}


def test_our_own_mistake_tells_the_caller_nothing(door: Door) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        door.stub(Stub, a_caller()).GetSegment(pb.GetSegmentRequest(name="segments/bug"))
    assert refused.value.code() == grpc.StatusCode.INTERNAL
    assert "ZeroDivision" not in refused.value.details()


def test_pages_neither_repeat_nor_skip_among_equal_names(door: Door) -> None:
    made = {create(door, name).name for name in ("Б", "А", "А", "А", "Ж", "А", "Я")}
    stub, seen, token = door.stub(Stub, a_caller()), [], ""
    while True:
        page = stub.ListSegments(pb.ListSegmentsRequest(page_size=2, page_token=token))
        seen += page.segments
        token = page.next_page_token
        if not token:
            break
    assert [each.display_name for each in seen] == ["А", "А", "А", "А", "Б", "Ж", "Я"]
    assert {each.name for each in seen} == made
    assert len(seen) == len(made)


A_LONG_NUMBER = paging.seal(["display_name", False, "v", 10**30, "x"])
LONG_AGO = paging.seal(["display_name", False, "t", "0001-01-01T00:00:00+23:59", "x"])


@pytest.mark.parametrize("token", ["x", "W10", "WyJhIiwxXQ", "!!!", A_LONG_NUMBER, LONG_AGO])
def test_a_foreign_page_token_is_refused(door: Door, token: str) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        door.stub(Stub, a_caller()).ListSegments(pb.ListSegmentsRequest(page_token=token))
    assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_the_audit_trail_says_who_changed_what_and_keeps_secrets(door: Door) -> None:
    anna = a_caller(display_name="Анна Белова")
    made = create(door, "Опт", anna)
    change = pb.Segment(name=made.name, display_name="Розница", description="тайна")
    stub = door.stub(Stub, anna, **{"x-source": "UI"})
    stub.UpdateSegment(pb.UpdateSegmentRequest(segment=change))
    request = audit_pb2.ListAuditEntriesRequest(parent="audit/toy", subject=made.name)
    entries = door.stub(audit_pb2_grpc.AuditServiceStub, anna).ListAuditEntries(request).entries
    assert [each.action for each in entries] == ["segment_updated", "segment_created"]
    assert entries[0].user_display_name == "Анна Белова"
    assert entries[0].source == audit_pb2.AuditEntry.SOURCE_UI
    told = {each.field: (each.old_value, each.new_value) for each in entries[0].changes}
    assert told == {"display_name": ('"Опт"', '"Розница"')}


def test_the_audit_trail_is_read_page_by_page(door: Door) -> None:
    made = [create(door, text).name for text in ("Опт", "Розница", "Экспорт")]
    auditor = a_caller(permissions=("audit.read", "segments.read"))
    stub = door.stub(audit_pb2_grpc.AuditServiceStub, auditor)
    request = audit_pb2.ListAuditEntriesRequest(parent="audit/toy", page_size=2)
    first = stub.ListAuditEntries(request)
    request.page_token = first.next_page_token
    second = stub.ListAuditEntries(request)
    told = [each.subject for each in (*first.entries, *second.entries)]
    assert (told, second.next_page_token) == (made[::-1], "")


def test_the_event_of_a_change_waits_for_the_relay(door: Door) -> None:
    made = create(door, "Опт")
    row = door.db("north").bound("changes").find_one({"subject": made.name})
    assert row is not None
    told = envelope(row)
    assert (told["type"], told["subject"], told["version"]) == ("segment_created", made.name, 1)
    assert told["data"]["segment"]["display_name"] == "Опт"
    assert told["visible_to"] == ["*", "users/anna"]


def test_a_head_reads_the_trail_of_his_units_and_of_what_nobody_owns(door: Door) -> None:
    ours = create(door, "Наш", a_caller(org_path=("orgUnits/1", "orgUnits/2")))
    create(door, "Чужой", a_caller(user="users/other", org_path=("orgUnits/1", "orgUnits/3")))
    both = ("audit.read", "segments.read")
    head = a_caller(user="users/head", permissions=both, keys=("orgUnits/2",))
    assert whole_trail(door, head) == [ours.name]


def whole_trail(door: Door, caller: Caller) -> list[str]:
    stub = door.stub(audit_pb2_grpc.AuditServiceStub, caller)
    entries = stub.ListAuditEntries(audit_pb2.ListAuditEntriesRequest(parent="audit/toy")).entries
    return [each.subject for each in entries]


def test_the_whole_trail_tells_nobody_of_what_he_may_not_read(door: Door) -> None:
    ours = create(door, "Наш", a_caller(org_path=("orgUnits/1", "orgUnits/2")))
    other = create(door, "Чужой", a_caller(user="users/other", org_path=("orgUnits/3",)))
    auditor = a_caller(user="users/auditor", permissions=("audit.read",))
    assert whole_trail(door, auditor) == []
    read = {"audit.read": ("*",), "segments.read": ("orgUnits/2", "users/auditor")}
    assert whole_trail(door, replace(auditor, grants=read)) == [ours.name]
    read = {"audit.read": ("orgUnits/3",), "segments.read": ("*",), "users.read": ("*",)}
    assert whole_trail(door, replace(auditor, grants=read)) == [other.name]


def test_a_request_id_that_is_no_uuid_is_refused(door: Door) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        create(door, "Опт", request_id="../../x")
    assert refusal(refused.value).reason == "REQUEST_ID_FORMAT"


def test_an_index_that_is_no_longer_declared_goes(door: Door) -> None:
    db = door.db("north")
    segments = db.client[db.database]["segments"]
    segments.create_index([("tenant", 1), ("color", 1)], name="tenant_1_by_color")
    indexes.create(door.service, door.settings)
    assert "tenant_1_by_color" not in segments.index_information()
    assert len(segments.index_information()) == 2
