"""Saved views: one's own, shared ones, and nobody else's."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf import field_mask_pb2

from crm.identity.v1 import saved_views_pb2 as pb
from crm.identity.v1 import saved_views_pb2_grpc as pb_grpc
from tests.identity.office import Office, Person, refusal

Stub = pb_grpc.SavedViewServiceStub
SHARED = pb.SavedView.VISIBILITY_SHARED


def create(person: Person, display_name: str, request_id: str = "", **more: object) -> pb.SavedView:
    view = pb.SavedView(
        resource="counterparties",
        display_name=display_name,
        query="kind=LEGAL",
        columns=["name:200"],
        **more,  # type: ignore[arg-type]
    )
    request = pb.CreateSavedViewRequest(saved_view=view, request_id=request_id)
    return person.ask(Stub).CreateSavedView(request)


def update(person: Person, view: pb.SavedView, etag: str = "", **values: object) -> pb.SavedView:
    request = pb.UpdateSavedViewRequest(
        saved_view=pb.SavedView(name=view.name, etag=etag, **values),  # type: ignore[arg-type]
        update_mask=field_mask_pb2.FieldMask(paths=list(values)),
    )
    return person.ask(Stub).UpdateSavedView(request)


def delete(person: Person, view: pb.SavedView) -> None:
    person.ask(Stub).DeleteSavedView(pb.DeleteSavedViewRequest(name=view.name))


def listed(person: Person, resource: str = "counterparties") -> list[str]:
    request = pb.ListSavedViewsRequest(resource=resource)
    return [view.display_name for view in person.ask(Stub).ListSavedViews(request).saved_views]


def test_each_sees_his_own_and_the_shared_views_of_a_list(office: Office) -> None:
    ivan, anna = office.person("ivan", "MANAGER"), office.person("anna", "HEAD_OF_SALES")
    mine = create(ivan, "Мои", str(uuid.uuid4()))
    create(anna, "Всем", visibility=SHARED)
    create(anna, "Анне")
    assert listed(ivan) == ["Всем", "Мои"]
    assert listed(anna) == ["Анне", "Всем"]
    assert listed(ivan, "contacts") == []
    assert (mine.owner, mine.visibility) == (ivan.user, pb.SavedView.VISIBILITY_PRIVATE)


def test_a_view_is_created_once(office: Office) -> None:
    request_id = str(uuid.uuid4())
    first = create(office.admin, "Моя", request_id)
    assert create(office.admin, "Моя", request_id) == first
    assert len(office.events("saved_view_updated")) == 1


def test_sharing_needs_its_permission(office: Office) -> None:
    ivan = office.person("ivan", "MANAGER")
    with pytest.raises(grpc.RpcError) as refused:
        create(ivan, "Всем", visibility=SHARED)
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"
    mine = create(ivan, "Моя")
    with pytest.raises(grpc.RpcError) as refused:
        update(ivan, mine, visibility=SHARED)
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"


def test_somebodys_private_view_is_not_there(office: Office, other_office: Office) -> None:
    view = create(office.person("ivan", "MANAGER"), "Моя")
    for stranger in (office.admin, other_office.admin):
        for attempt in (
            lambda who: update(who, view, display_name="x"),
            lambda who: delete(who, view),
        ):
            with pytest.raises(grpc.RpcError) as refused:
                attempt(stranger)
            assert refusal(refused) == "NOT_FOUND NOT_FOUND"


def test_a_shared_view_is_changed_by_those_who_may_share(
    office: Office, other_office: Office
) -> None:
    ivan, anna = office.person("ivan", "MANAGER"), office.person("anna", "HEAD_OF_SALES")
    view = create(office.admin, "Всем", visibility=SHARED)
    with pytest.raises(grpc.RpcError) as refused:
        update(ivan, view, display_name="Моё")
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"
    with pytest.raises(grpc.RpcError) as refused:
        delete(ivan, view)
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"
    changed = update(anna, view, etag=view.etag, display_name="Для всех")
    assert changed.owner == office.admin.user
    with pytest.raises(grpc.RpcError) as refused:
        update(anna, view, etag=view.etag, display_name="Ещё")
    assert refusal(refused) == "ABORTED STALE_ETAG"
    assert listed(other_office.admin) == []
    with pytest.raises(grpc.RpcError) as refused:
        delete(other_office.admin, view)
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    delete(anna, view)
    assert listed(office.admin) == []


def test_a_private_views_event_is_for_its_owner(office: Office) -> None:
    ivan = office.person("ivan", "MANAGER")
    view = create(ivan, "Моя")
    delete(ivan, view)
    told = office.events("saved_view_updated")
    assert [event["visible_to"] for event in told] == [[ivan.user], [ivan.user]]
    assert [event["version"] for event in told] == [1, 2]


def test_everybody_hears_that_a_view_is_shared_no_more(office: Office) -> None:
    view = create(office.admin, "Всем", visibility=SHARED)
    update(office.admin, view, visibility=pb.SavedView.VISIBILITY_PRIVATE)
    told = office.events("saved_view_updated")
    assert [(event["permission"], event["visible_to"]) for event in told] == [("signed_in", [])] * 2


def test_an_endless_query_is_refused(office: Office) -> None:
    view = create(office.admin, "Моя")
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, view, query="x" * 5000)
    assert refusal(refused) == "INVALID_ARGUMENT TEXT_TOO_LONG"


def test_the_same_request_sent_at_once_creates_once(office: Office) -> None:
    request_id = str(uuid.uuid4())
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: create(office.admin, "Моя", request_id).name, range(6)))
    assert len(set(made)) == 1
    # Whoever guesses the id does not get to see the view.
    with pytest.raises(grpc.RpcError) as refused:
        create(office.person("ivan", "MANAGER"), "Чужая", request_id)
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
