"""A manager of one branch cannot see another branch's client through any door."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.end_to_end.conftest import Crm


@pytest.fixture(scope="module")
def other_branchs_client(crm: Crm) -> dict[str, str]:
    """A client of the second manager, with a name and phone that nobody else has."""
    _, second = crm.logins("manager")
    client = {
        "display_name": "ООО «Недоступный Филиал»",
        "kind": "LEGAL",
        "phones": [{"number": "+74957770011"}],
        "emails": [{"address": "nobody@hidden-branch.ru"}],
    }
    made = crm.api(second).post("/v1/counterparties", json=client)
    made.raise_for_status()
    return made.json()


@pytest.fixture(scope="module")
def stranger(crm: Crm) -> httpx.Client:
    return crm.api(crm.logins("manager")[0])


def test_the_owner_and_his_head_see_it(crm: Crm, other_branchs_client: dict[str, str]) -> None:
    for login in (crm.logins("manager")[1], crm.logins("head_of_sales")[0]):
        assert crm.api(login).get(f"/v1/{other_branchs_client['name']}").status_code == 200


@pytest.mark.parametrize(
    "query", ["", "недоступн", "+7 (495) 777-00-11", "nobody@hidden", "7770011"]
)
def test_neither_list_nor_search_shows_it(
    stranger: httpx.Client, other_branchs_client: dict[str, str], query: str
) -> None:
    token, names = "", []
    while True:
        page = stranger.get(
            "/v1/counterparties", params={"query": query, "page_size": 200, "page_token": token}
        ).json()
        names += [each["name"] for each in page["counterparties"]]
        token = page["next_page_token"]
        if not token:
            break
    assert other_branchs_client["name"] not in names
    counted = stranger.get("/v1/counterparties:count", params={"filter.query": query}).json()
    assert counted["count"] == len(names)


def test_reading_changing_and_deleting_it_find_nothing(
    stranger: httpx.Client, other_branchs_client: dict[str, str]
) -> None:
    path = f"/v1/{other_branchs_client['name']}"
    assert stranger.get(path).status_code == 404
    assert stranger.patch(path, json={"comment": "взлом"}).status_code in (403, 404)
    assert stranger.delete(path).status_code in (403, 404)
    subject = {"subject": other_branchs_client["name"]}
    assert stranger.get("/v1/audit/counterparties", params=subject).status_code == 404
    of_client = {"counterparty": other_branchs_client["name"]}
    assert not stranger.get("/v1/contacts", params=of_client).json().get("contacts")


@pytest.mark.usefixtures("other_branchs_client")
def test_the_export_leaves_it_out(stranger: httpx.Client) -> None:
    file = stranger.get("/v1/counterparties:export", params={"format": "csv"})
    assert file.status_code == 200
    assert "Недоступный" not in file.content.decode("utf-8-sig")


def test_its_card_says_there_is_nothing(
    crm: Crm, visit, other_branchs_client: dict[str, str]
) -> None:
    page = visit(crm.logins("manager")[0], path=f"/{other_branchs_client['name']}")
    expect(page.get_by_text("Недоступный Филиал")).to_have_count(0)
    expect(page.get_by_text("Ничего нет по этому адресу")).to_be_visible()
