"""Letters reach a mail server as they are, sealed where that is said, and nobody adds a header."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from services.kit import letters
from services.kit.letters import Letter, MailServer, Sent
from services.kit.settings import Settings, SettingsError
from tests.peers import smtp
from tests.peers.smtp import Post

LETTER = Letter(
    id="5f1c1f62-3f0f-4c36-9a0e-7d2c0a8f7e11",
    to="anna@example.org",
    to_display_name="Анна, «ООО Ромашка»",
    subject="Работы на 23.11",
    text="Здравствуйте, Анна!\n.\nКонец",
    html="<p>Здравствуйте</p>",
    headers={"List-Unsubscribe": "<https://crm.example.org/profile/notices>"},
)


def server_of(post: Post, scheme: str = "smtp+plain", **more: str) -> MailServer:
    secret = "" if scheme != "smtp" else f"{smtp.USER}:{quote(smtp.PASSWORD, safe='')}@"
    settings = {"CRM_SMTP_URL": f"{scheme}://{secret}127.0.0.1:{post.port}"}
    settings |= {"CRM_SMTP_FROM": "crm@crm.example.org", "CRM_SMTP_CA_FILE": post.ca_file}
    found = MailServer.of(Settings(settings | more))
    assert found is not None
    return found


def test_a_letter_arrives_as_it_was_written() -> None:
    with smtp.running() as post:
        assert server_of(post).send(LETTER) is Sent.DELIVERED
    (came,) = post.letters
    assert post.readers == [["anna@example.org"]]
    assert came["Subject"] == LETTER.subject
    assert came["To"].addresses[0].display_name == LETTER.to_display_name
    assert came["Message-ID"] == f"<{LETTER.id}@crm.example.org>"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["List-Unsubscribe"] == "<https://crm.example.org/profile/notices>"
    text, html = (came.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n").strip() == LETTER.text
    assert "<p>Здравствуйте</p>" in html.get_content()


@pytest.mark.parametrize(("seal", "scheme"), [("starttls", "smtp"), ("tls", "smtps")])
def test_it_is_sealed_on_its_way_and_by_whom_it_should_be(seal: str, scheme: str) -> None:
    with smtp.running(seal) as post:
        assert server_of(post, scheme).send(LETTER) is Sent.DELIVERED
        # Whoever answers with a certificate nobody vouches for gets neither password nor letter.
        assert server_of(post, scheme, CRM_SMTP_CA_FILE="").send(LETTER) is Sent.LATER
        # One that speaks TLS from the first byte on would keep a plain greeting waiting.
        if seal == "starttls":
            assert server_of(post).send(LETTER) is Sent.LATER
    assert len(post.letters) == 1


def test_a_server_without_starttls_gets_nothing() -> None:
    with smtp.running() as post:
        assert server_of(post, "smtp").send(LETTER) is Sent.LATER
    assert post.letters == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "anna@example.org\r\nBcc: all@example.org"},
        {"to": "anna@example.org, all@example.org"},
        {"to": "anna@example.org> RCPT TO:<all@example.org"},
        {"to": "anna"},
        {"to": ""},
        {"to": "анна@example.org"},
    ],
)
def test_an_address_is_one_address(wrong: dict[str, Any]) -> None:
    with smtp.running() as post:
        assert server_of(post).send(replace(LETTER, **wrong)) is Sent.REFUSED
    assert post.letters == []


def test_nobody_adds_a_header() -> None:
    evil = "x\r\nBcc: all@example.org\r\n\r\nbody\u2028X: 1"
    letter = replace(
        LETTER, subject=evil, to_display_name=evil, headers={"List-Unsubscribe": evil}, text=evil
    )
    with smtp.running() as post:
        assert server_of(post).send(letter) is Sent.DELIVERED
    (came,) = post.letters
    assert (came["Bcc"], came["X"], post.readers) == (None, None, [["anna@example.org"]])
    assert came["Subject"] == "x Bcc: all@example.org body X: 1"


def test_what_a_server_says_decides_whether_it_is_tried_again() -> None:
    with smtp.running() as post:
        server = server_of(post)
        post.refused_readers = ["550 no such box", "450 greylisted"]
        assert [server.send(LETTER) for _ in range(2)] == [Sent.REFUSED, Sent.LATER]
        post.refused_letters = ["554 spam", "452 full"]
        assert [server.send(LETTER) for _ in range(2)] == [Sent.REFUSED, Sent.LATER]
    # Nobody is there.
    assert server_of(post).send(LETTER) is Sent.LATER


def test_without_an_address_of_a_server_letters_are_off() -> None:
    assert MailServer.of(Settings({})) is None


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example.org", "crm@example.org"),
        ("http://mail.example.org", "crm@example.org"),
        ("smtps://", "crm@example.org"),
        ("smtps://mail.example.org:x", "crm@example.org"),
        ("smtps://mail.example.org/box", "crm@example.org"),
        ("smtp+plain://user:secret@mail.example.org", "crm@example.org"),
        ("smtps://mail.example.org", "crm"),
        ("smtps://mail.example.org", "crm@example.org\r\nBcc: all@example.org"),
    ],
)
def test_a_setting_that_is_wrong_is_named_without_its_password(url: str, sender: str) -> None:
    with pytest.raises(SettingsError) as error:
        MailServer.of(Settings({letters.URL: url, letters.SENDER: sender}))
    assert str(error.value).startswith("CRM_SMTP_")
    assert "secret" not in str(error.value)


def test_its_password_is_in_no_log() -> None:
    url = "smtps://user:secret@mail.example.org"
    server = MailServer.of(Settings({letters.URL: url, letters.SENDER: "crm@example.org"}))
    assert server is not None
    assert (server.password, server.port) == ("secret", 465)
    assert "secret" not in repr(server)
