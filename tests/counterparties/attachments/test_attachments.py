"""Files of clients and contacts through the real door."""

from crm.counterparties.v1 import attachments_pb2 as pb
from crm.counterparties.v1 import contacts_pb2
from tests.counterparties.attachments.cabinet import (
    PDF,
    PNG,
    delete,
    downloaded,
    listed,
    names,
    stub,
    upload,
)
from tests.counterparties.office import Office, refused


def test_a_file_comes_back_as_it_was_sent(office: Office) -> None:
    client = office.create(office.manager_a)
    content = bytes(range(256)) * 4096 * 3
    pieces = [content[at : at + 300_000] for at in range(0, len(content), 300_000)]
    made = upload(office, client.name, pieces, "данные.bin", office.manager_a, description="Акт")
    assert (made.size, made.file_name, made.description) == (len(content), "данные.bin", "Акт")
    assert (made.creator, made.creator_display_name) == (office.manager_a.user, "manager-a")
    assert [each.name for each in listed(office, client.name)] == [made.name]
    found, content_type, file_name = downloaded(office, made.name)
    assert found == content
    assert (content_type, file_name) == ("application/octet-stream", "данные.bin")


def test_files_are_listed_newest_first_page_by_page(office: Office) -> None:
    client = office.create(office.admin)
    for number in range(5):
        upload(office, client.name, file_name=f"{number}.pdf")
    seen: list[str] = []
    token = ""
    while True:
        request = pb.ListAttachmentsRequest(parent=client.name, page_size=2, page_token=token)
        page = stub(office).ListAttachments(request)
        seen += [each.file_name for each in page.attachments]
        token = page.next_page_token
        if not token:
            break
    assert seen == ["4.pdf", "3.pdf", "2.pdf", "1.pdf", "0.pdf"]


def test_a_contact_has_files_too(office: Office) -> None:
    client = office.create(office.admin)
    person = office.contacts(office.admin).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=client.name, display_name="Иван")
        )
    )
    upload(office, person.name, PNG, "visa.png")
    assert names(office, person.name) == ["visa.png"]
    assert names(office, client.name) == []


def test_the_same_upload_sent_twice_is_one(office: Office) -> None:
    client = office.create(office.admin)
    request_id = "6f0d1f6e-6d3c-4f4e-9a55-0c6f4f0f0a01"
    first = upload(office, client.name, request_id=request_id)
    assert upload(office, client.name, request_id=request_id) == first
    assert len(listed(office, client.name)) == 1
    with refused() as refusal:
        upload(office, client.name, caller=office.head_a, request_id=request_id)
    assert refusal.code == "INVALID_ARGUMENT" or refusal.code == "ALREADY_EXISTS"


def test_a_file_is_renamed_described_deleted_and_brought_back(office: Office) -> None:
    client = office.create(office.admin)
    made = upload(office, client.name, file_name="a.pdf")
    changed = stub(office).UpdateAttachment(
        pb.UpdateAttachmentRequest(
            attachment=pb.Attachment(
                name=made.name, file_name="Договор № 1.pdf", description="подписан", etag=made.etag
            )
        )
    )
    assert (changed.file_name, changed.description) == ("Договор № 1.pdf", "подписан")
    with refused() as refusal:
        stub(office).DeleteAttachment(pb.DeleteAttachmentRequest(name=made.name, etag=made.etag))
    assert refusal.reason == "STALE_ETAG"
    gone = delete(office, made.name)
    assert names(office, client.name) == []
    assert names(office, client.name, deleted=True) == ["Договор № 1.pdf"]
    with refused() as refusal:
        downloaded(office, made.name)
    assert refusal.reason == "ATTACHMENT_DELETED"
    request = pb.UndeleteAttachmentRequest(name=made.name, etag=gone.etag)
    stub(office).UndeleteAttachment(request)
    assert names(office, client.name) == ["Договор № 1.pdf"]
    assert downloaded(office, made.name)[0] == PDF
    with refused() as refusal:
        stub(office).UndeleteAttachment(pb.UndeleteAttachmentRequest(name=made.name))
    assert refusal.reason == "ATTACHMENT_NOT_DELETED"
