"""Pages, files of the front end, headers that protect them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import httpx
import pytest

from gateway import static
from gateway.static import Statics
from tests.gateway.conftest import Running, Start

PAGES = ["/sign-in", "/invite/x", "/docs", "/healthz", "/openapi.json", "/nothing.png"]
SCRIPT = b"console.log('hello');" * 200


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("dist")
    (root / "assets").mkdir()
    (root / "assets" / "app-1a2b.js").write_bytes(SCRIPT)
    (root / "icon.svg").write_text("<svg/>")
    (root / "index.html").write_text(
        "<!doctype html><meta property=csp-nonce nonce=__CSP_NONCE__>"
        "<script>early()</script><script src=/assets/app-1a2b.js></script>"
    )
    return root


@pytest.fixture(scope="module")
def site(start_gateway: Start, gateway: Running, dist: Path) -> Iterator[Running]:
    patch = pytest.MonkeyPatch()
    patch.setattr(static.Statics.__init__, "__defaults__", (dist,))
    yield start_gateway(gateway.toys)
    patch.undo()


def policy(answer: httpx.Response) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: values for name, *values in parts}


def test_every_answer_is_guarded(site: Running) -> None:
    client = site.program()
    for path in [*PAGES, "/v1/profile", "/v1/nothing", "/"]:
        answer = client.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] == "same-origin", path
        rules = policy(answer)
        assert rules["frame-ancestors"] == ["'none'"], path
        assert rules["default-src"] == ["'none'"], path
        assert "'unsafe-inline'" not in rules.get("script-src", []), path
        assert "'unsafe-eval'" not in rules.get("script-src", []), path


def test_the_pages_have_no_inline_script(site: Running) -> None:
    for path in ("/sign-in", "/invite/x", "/docs"):
        text = site.client().get(path).text
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), path
        assert not re.search(r"\son\w+=", text), path
        assert "style=" not in text, path


def test_pages_speak_both_languages(site: Running) -> None:
    client = site.client()
    assert '<html lang="ru">' in client.get("/sign-in").text
    assert '<html lang="en">' in client.get("/sign-in?lang=en").text
    assert '<html lang="en">' in client.get("/sign-in").text


def test_strangers_are_sent_to_sign_in(site: Running) -> None:
    answer = site.client().get("/counterparties/1?tab=audit")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fcounterparties%2F1%3Ftab%3Daudit"


def test_the_application_comes_with_a_fresh_nonce(site: Running) -> None:
    browser = site.browser()
    first, second = browser.get("/"), browser.get("/counterparties/1")
    assert first.status_code == second.status_code == 200
    nonce = re.search(r"nonce=(\S+?)>", first.text)
    assert nonce
    assert f"'nonce-{nonce[1]}'" in policy(first)["style-src"]
    assert nonce[1] not in second.text
    scripts = policy(first)["script-src"]
    assert scripts[0] == "'self'"
    assert scripts[1].startswith("'sha256-")
    assert first.headers["cache-control"] == "no-store"


def test_files_are_packed_and_kept_for_ever_when_their_name_says_so(site: Running) -> None:
    client = site.client()
    path = "/assets/app-1a2b.js"
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert plain.content == SCRIPT
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    for encoding in ("br", "gzip"):
        packed = client.get(path, headers={"accept-encoding": encoding})
        assert packed.headers["content-encoding"] == encoding
        assert int(packed.headers["content-length"]) < len(SCRIPT) / 10
    icon = client.get("/icon.svg")
    assert icon.headers["cache-control"] == "no-cache"
    again = client.get("/icon.svg", headers={"if-none-match": icon.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_precompressed_files_of_the_build_are_used(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_bytes(SCRIPT)
    (tmp_path / "a.js.br").write_bytes(brotli.compress(SCRIPT))
    (tmp_path / "a.js.gz").write_bytes(gzip.compress(SCRIPT))
    files = Statics(tmp_path).files
    assert list(files) == ["/a.js"]
    assert set(files["/a.js"].packed) == {b"br", b"gzip"}


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/assets/x.js"])
def test_no_other_file_is_served(site: Running, path: str) -> None:
    answer = site.browser().get(path)
    assert answer.status_code == 404
    assert "[project]" not in answer.text


def test_templates_are_not_for_reading(site: Running) -> None:
    assert site.client().get("/pages/sign_in.html").status_code == 404
    assert site.client().get("/pages/pages.css").status_code == 200


def test_an_error_page_is_a_page(site: Running) -> None:
    answer = site.browser().get("/missing.png")
    assert (answer.status_code, "Такой страницы нет" in answer.text) == (404, True)


def test_figures_for_the_scraper(site: Running) -> None:
    client = site.program()
    client.get("/v1/counterparties/1")
    text = client.get("/metrics").text
    assert 'crm_http_answers_total{route="GetCounterparty",status="200"}' in text
    assert client.get("/metrics", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 404
