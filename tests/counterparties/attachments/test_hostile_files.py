"""Files as somebody who means harm, or a broken wire, would send them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import grpc
import pytest

from crm.counterparties.v1 import attachments_pb2 as pb
from crm.counterparties.v1 import counterparties_pb2
from services.counterparties.attachments import attachment as rules
from services.counterparties.attachments import store
from services.counterparties.attachments.attachment import State, kept_name
from services.counterparties.attachments.media import media_type
from services.kit.rpc_server import THREADS
from tests.counterparties.attachments.cabinet import PDF, PNG, listed, sent, stub, upload
from tests.counterparties.office import Office, a_company, refused
from tests.waiting import until


@pytest.mark.parametrize(
    ("sent_as", "kept"),
    [
        ("договор.pdf", "договор.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\смета.xlsx", "смета.xlsx"),
        ("a\x00b\r\nc.txt", "a_b__c.txt"),
        ("счёт\u202efdp.exe", "счётfdp.exe"),
        ("  .. ", "file"),
        ("", "file"),
        ("CON.txt", "_CON.txt"),
        ('<img src=x onerror="x">.png', "_img src=x onerror=_x__.png"),
        ("e\u0301.txt", "é.txt"),
        ("имя.", "имя"),
        ("я" * 500 + ".docx", "я" * 117 + ".docx"),
        ("." + "x" * 500, "x" * 240),
    ],
)
def test_a_name_is_one_that_any_computer_keeps(sent_as: str, kept: str) -> None:
    assert kept_name(sent_as) == kept
    assert kept_name(kept) == kept
    assert len(kept.encode()) <= rules.LONGEST_NAME


@pytest.mark.parametrize(
    ("head", "file_name", "found"),
    [
        (PNG, "a.html", "image/png"),
        (b"<html><script>x()</script>", "a.png", "text/plain"),
        (b"<?xml version='1.0'?><svg onload='x()'/>", "a.svg", "text/plain"),
        (b"\xef\xbb\xbf<svg/>", "a.svg", "text/plain"),
        ("<svg/>".encode("utf-16"), "a.svg", "text/plain"),
        ("Текст".encode("cp1251"), "a.txt", "text/plain"),
        (b"a;b\n", "a.csv", "text/csv"),
        (PDF, "a.pdf", "application/pdf"),
        (b"GIF89a<script>", "a.js", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "image/webp"),
        (b"PK\x03\x04\x14\x00", "a.html", "application/zip"),
        (
            b"PK\x03\x04\x14\x00",
            "a.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "application/msword"),
        (b"MZ\x90\x00\x03\x00", "a.png", "application/octet-stream"),
    ],
)
def test_what_a_file_is_says_its_content(head: bytes, file_name: str, found: str) -> None:
    assert media_type(head, file_name) == found


def test_only_small_images_are_looked_at(office: Office) -> None:
    client = office.create(office.admin)
    page = upload(office, client.name, b"<script>alert(1)</script>", "photo.png")
    huge = upload(office, client.name, [PNG, *[bytes(rules.MIB)] * 5], "huge.png")
    image = upload(office, client.name, PNG, "page.html")
    assert [page.previewable, huge.previewable, image.previewable] == [False, False, True]
    for refused_one in (page, huge):
        with refused() as refusal:
            request = pb.PreviewAttachmentRequest(name=refused_one.name)
            list(stub(office).PreviewAttachment(request))
        assert refusal.reason == "NOT_PREVIEWABLE"
    first, second = stub(office).PreviewAttachment(pb.PreviewAttachmentRequest(name=image.name))
    assert (first.content_type, second.data) == ("image/png", PNG)


def test_nothing_and_too_much_are_refused_and_leave_nothing(office: Office) -> None:
    client = office.create(office.admin)
    for content, reason in ((b"", "ATTACHMENT_EMPTY"), (_endless(), "ATTACHMENT_TOO_LARGE")):
        with refused() as refusal:
            upload(office, client.name, content)
        assert refusal.fields == (("file", reason),)
    upload(office, client.name)
    (kept,) = left(office)
    store.ATTACHMENTS.insert_many(
        office.db,
        (replace(kept, name=store.ATTACHMENTS.new_name()) for _ in range(rules.MOST_OF_RECORD - 1)),
    )
    with refused() as refusal:
        upload(office, client.name)
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_ATTACHMENTS")
    assert len(left(office)) == rules.MOST_OF_RECORD
    assert (chunks(office), store.taken(office.db)) == (1, len(PDF))


def test_a_tenant_has_so_much_room(office: Office) -> None:
    client = office.create(office.admin)
    store.take(office.db, 50 * 1024**3 - len(PDF))
    upload(office, client.name)
    with refused() as refusal:
        upload(office, client.name, b"x")
    assert refusal.reason == "NO_ROOM_FOR_ATTACHMENTS"
    assert len(left(office)) == 1


def test_a_file_cut_off_on_its_way_is_never_seen(office: Office) -> None:
    client = office.create(office.admin)

    def broken() -> Iterator[bytes]:
        yield PDF * 20_000
        # While it is under way it is there for nobody.
        until(lambda: left(office))
        assert [each.state for each in left(office)] == [State.UPLOADING]
        assert listed(office, client.name) == []
        raise OSError("the wire was cut")

    with pytest.raises(grpc.RpcError):
        stub(office).CreateAttachment(sent(client.name, broken()))
    until(lambda: not left(office))
    assert chunks(office) == 0


def test_slow_uploads_keep_nobody_from_writing(office: Office) -> None:
    client = office.create(office.admin)
    arrive = threading.Event()

    def slow() -> Iterator[bytes]:
        yield PDF
        arrive.wait()

    with ThreadPoolExecutor(THREADS) as telephones:
        uploads = [telephones.submit(upload, office, client.name, slow()) for _ in range(THREADS)]
        try:
            until(lambda: len(left(office)) == THREADS)
            request = counterparties_pb2.CreateCounterpartyRequest(counterparty=a_company())
            made = office.counterparties(office.admin).CreateCounterparty(request, timeout=30)
        finally:
            arrive.set()
    assert made.name
    assert all(each.result().size == len(PDF) for each in uploads)


def _endless() -> Iterator[bytes]:
    piece = bytes(1024 * 1024)
    for _ in range(60):
        yield piece


def left(office: Office) -> list[rules.Attachment]:
    return store.ATTACHMENTS.select(office.db, {})


def chunks(office: Office) -> int:
    """Pieces of this tenant's files, of those without an end too."""
    own = {"files_id": {"$regex": f"^{office.tenant}/"}}
    return office.db.client[office.db.database]["files.chunks"].count_documents(own)
