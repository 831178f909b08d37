"""Uploads and downloads: streamed, limited, named."""

import httpx
import pytest

from tests.gateway.conftest import Running, Start

MIB = 2**20


@pytest.fixture
def anna(gateway: Running) -> httpx.Client:
    return gateway.program()


def test_fields_before_the_file_travel_with_it(gateway: Running, anna: httpx.Client) -> None:
    data = {"kind": "LEGAL", "segments": ["segments/1", "segments/2"], "template": "t"}
    content = b"x" * (3 * MIB + 17)
    file = ("База «клиенты».csv", content, "text/csv")
    answer = anna.post("/v1/imports", data=data, files={"file": file})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["kind"], answer.json()["file_size"]) == ("LEGAL", len(content))
    first, _ = gateway.toys["counterparties"].imports.received[-1]
    assert first.file_name == "База «клиенты».csv"
    assert list(first.segments) == ["segments/1", "segments/2"]


def test_a_file_may_come_first(gateway: Running, anna: httpx.Client) -> None:
    content = b"y" * (2 * MIB)
    parts = [
        ("file", ("C:\\docs\\base.csv", content, "text/csv")),
        ("kind", (None, "INDIVIDUAL")),
    ]
    answer = anna.post("/v1/imports", files=parts)
    assert answer.json()["file_size"] == len(content)
    first, _ = gateway.toys["counterparties"].imports.received[-1]
    assert (first.kind, first.file_name) == (2, "base.csv")


def test_an_upload_without_fields_needs_none(anna: httpx.Client) -> None:
    answer = anna.post("/v1/imports/9:repair", files={"file": ("e.csv", b"1;2", "text/csv")})
    assert answer.json()["name"] == "imports/9"
    assert (answer.json()["file_name"], answer.json()["file_size"]) == ("e.csv", 3)


@pytest.mark.parametrize(
    ("content_type", "body", "reason"),
    [
        ("application/json", b"{}", "MALFORMED_FORM"),
        ("multipart/form-data", b"", "MALFORMED_FORM"),
        ("multipart/form-data; boundary=b", b"garbage", "MALFORMED_FORM"),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n", "MALFORMED_FORM"),
        ("multipart/form-data; boundary=b", b"--b--\r\n", "FIELD_REQUIRED"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\ncontent-disposition: form-data; name="colour"\r\n\r\nred\r\n'
            b'--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nx'
            b"\r\n--b--\r\n",
            "FIELD_UNKNOWN",
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
            "MALFORMED_FORM",
        ),
    ],
)
def test_bad_forms(anna: httpx.Client, content_type: str, body: bytes, reason: str) -> None:
    answer = anna.post("/v1/imports", content=body, headers={"content-type": content_type})
    assert (answer.status_code, answer.json()["reason"]) == (400, reason)


def test_the_services_refusal_comes_through(anna: httpx.Client) -> None:
    data = {"kind": "LEGAL", "owner": "users/nobody"}
    file = ("a.csv", b"x" * (4 * MIB), "text/csv")
    assert anna.post("/v1/imports", data=data, files={"file": file}).status_code == 404


def test_a_file_over_the_limit_is_refused(gateway: Running, start_gateway: Start) -> None:
    small = start_gateway(gateway.toys, CRM_UPLOAD_LIMIT=str(MIB))
    client = small.program()
    received = len(gateway.toys["counterparties"].imports.received)
    file = {"file": ("a.csv", b"x" * (MIB + 1), "text/csv")}
    answer = client.post("/v1/imports", data={"kind": "LEGAL"}, files=file)
    assert (answer.status_code, answer.json()["reason"]) == (413, "TOO_LARGE")

    def chunks():
        yield b'--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(40):
            yield b"x" * 65536

    headers = {"content-type": "multipart/form-data; boundary=b"}
    try:
        answer = client.post("/v1/imports/1:repair", content=chunks(), headers=headers)
    except httpx.WriteError:
        pass  # the connection may be cut while we still send
    else:
        assert answer.status_code == 413
    assert len(gateway.toys["counterparties"].imports.received) == received


def test_a_body_over_the_limit_is_refused(anna: httpx.Client) -> None:
    answer = anna.post("/v1/counterparties", json={"comment": "x" * (MIB + 10)})
    assert (answer.status_code, answer.json()["reason"]) == (413, "TOO_LARGE")


def test_a_download_is_named_and_whole(anna: httpx.Client) -> None:
    answer = anna.get("/v1/counterparties:export?format=csv&filter.query=x")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; ")
    assert disposition.endswith(
        "filename*=UTF-8''%D0%9A%D0%BB%D0%B8%D0%B5%D0%BD%D1%82%D1%8B%20"
        "%C2%AB%D0%B2%D1%81%D0%B5%C2%BB.csv"
    )
    assert answer.content.count(b"\n") == 101
    # However it is opened, it runs nothing and is taken for nothing else.
    assert "sandbox" in answer.headers.get_list("content-security-policy")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_who_has_a_download_already_is_not_sent_it_again(anna: httpx.Client) -> None:
    path = "/v1/counterparties:export?format=tagged"
    first = anna.get(path)
    assert (first.status_code, first.headers["etag"]) == (200, 'W/"tag"')
    assert first.headers.get_list("cache-control") == ["private, no-cache"]
    for sent in (first.headers["etag"], 'W/"old", "tag"'):
        again = anna.get(path, headers={"if-none-match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", 'W/"tag"')
    other = anna.get(path, headers={"if-none-match": '"old"'})
    assert (other.status_code, other.content) == (200, first.content)
    untagged = anna.get("/v1/counterparties:export?format=csv")
    assert "etag" not in untagged.headers


def test_a_download_refused_before_it_began_is_a_problem(anna: httpx.Client) -> None:
    answer = anna.get("/v1/counterparties:export?format=none")
    assert (answer.status_code, answer.json()["reason"]) == (404, "NOT_FOUND")


def test_a_download_that_breaks_is_seen_to_be_broken(anna: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        anna.get("/v1/counterparties:export?format=cut")
