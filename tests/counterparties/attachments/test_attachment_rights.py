"""Who sees a client sees its files; who changes it keeps them; each step is told of."""

from dataclasses import replace

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import attachments_pb2 as pb
from crm.counterparties.v1 import counterparties_pb2, events_pb2
from tests.counterparties.attachments.cabinet import (
    PNG,
    delete,
    downloaded,
    listed,
    stub,
    upload,
)
from tests.counterparties.office import Office, refused


def test_strangers_and_other_tenants_find_nothing(office: Office, other_office: Office) -> None:
    client = office.create(office.manager_a)
    made = upload(office, client.name, PNG, caller=office.manager_a)
    assert listed(office, client.name, office.head_a) == [made]
    for office_of, stranger in ((office, office.manager_b), (other_office, other_office.admin)):
        door = stub(office_of, stranger)
        calls = (
            lambda door=door: door.GetAttachment(pb.GetAttachmentRequest(name=made.name)),
            lambda door=door: list(
                door.DownloadAttachment(pb.DownloadAttachmentRequest(name=made.name))
            ),
            lambda door=door: list(
                door.PreviewAttachment(pb.PreviewAttachmentRequest(name=made.name))
            ),
            lambda door=door: door.DeleteAttachment(pb.DeleteAttachmentRequest(name=made.name)),
            lambda door=door: door.ListAttachments(pb.ListAttachmentsRequest(parent=client.name)),
        )
        for call in calls:
            with refused() as refusal:
                call()
            assert refusal.code == "NOT_FOUND"
            assert client.name not in str(refusal.metadata) or refusal.metadata == {
                "name": client.name
            }
        with refused() as refusal:
            upload(office_of, client.name, caller=stranger)
        assert (refusal.code, refusal.fields) == (
            "INVALID_ARGUMENT",
            (("parent", "PARENT_UNKNOWN"),),
        )


def test_who_only_reads_takes_files_but_keeps_none(office: Office) -> None:
    client = office.create(office.manager_a)
    made = upload(office, client.name)
    reads = {"counterparties.read": ("*",)}
    reader = replace(office.manager_b, grants=reads)
    assert downloaded(office, made.name, reader)[0]
    # With the right for his own clients only.
    mine = replace(reader, grants={**reads, "counterparties.update": (reader.user,)})
    for caller in (reader, mine):
        door = stub(office, caller)
        change = pb.Attachment(name=made.name, file_name="b")
        for call in (
            lambda caller=caller: upload(office, client.name, caller=caller),
            lambda caller=caller: delete(office, made.name, caller),
            lambda door=door, change=change: door.UpdateAttachment(
                pb.UpdateAttachmentRequest(attachment=change)
            ),
        ):
            with refused() as refusal:
                call()
            assert refusal.code == "PERMISSION_DENIED"


def test_nothing_is_put_to_a_client_in_the_recycle_bin(office: Office) -> None:
    client = office.create(office.admin)
    made = upload(office, client.name)
    office.counterparties(office.admin).DeleteCounterparty(
        counterparties_pb2.DeleteCounterpartyRequest(name=client.name)
    )
    with refused() as refusal:
        upload(office, client.name)
    assert refusal.reason == "DELETED_UNCHANGEABLE"
    assert listed(office, client.name) == [made]


def test_each_step_is_told_once(office: Office) -> None:
    client = office.create(office.admin)
    made = upload(office, client.name, PNG, "фото.png")
    request = pb.UpdateAttachmentRequest(
        attachment=pb.Attachment(name=made.name, file_name="b.png")
    )
    stub(office).UpdateAttachment(request)
    for caller in (office.admin, office.admin, office.head_a):
        list(
            stub(office, office.admin).PreviewAttachment(
                pb.PreviewAttachmentRequest(name=made.name)
            )
        )
        assert caller
    downloaded(office, made.name)
    viewed = replace(office.admin, viewed_by="users/boss")
    downloaded(office, made.name, viewed)
    delete(office, made.name)
    told = [row for row in office.changes() if row["subject"] == made.name]
    assert [row["type"] for row in told] == [
        "attachment_created",
        "attachment_updated",
        # However often he looks on one day.
        "attachment_downloaded",
        "attachment_downloaded",
        "attachment_downloaded",
        "attachment_deleted",
    ]
    looked = events_pb2.AttachmentDownloaded.FromString(told[2]["data"])
    assert (looked.preview, looked.attachment.name) == (True, made.name)
    assert {row["permission"] for row in told} == {"counterparties.read", "audit.read"}
    assert all(row["visible_to"] == told[0]["visible_to"] for row in told)
    entries = office.door.stub(audit_pb2_grpc.AuditServiceStub, office.admin).ListAuditEntries(
        audit_pb2.ListAuditEntriesRequest(parent="audit/counterparties", subject=made.name)
    )
    facts = {each.field: each.new_value for each in entries.entries[-1].changes}
    assert facts == {"file_name": '"фото.png"', "size": "48", "parent": f'"{client.name}"'}
    assert "viewed_by" in {each.field for each in entries.entries[1].changes}
