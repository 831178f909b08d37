"""Load the demo tenant through the public API; safe to run again: `python -m deploy.local.demo`.

Every creation carries a request id made from its meaning, so a run that was cut off is simply
continued by the next one. `.run/demo.json` appears when all is loaded.
"""

import json
import os
import secrets
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import httpx

from deploy.local.demo_activities import load_works
from deploy.local.demo_api import Api, Json, Refused
from deploy.local.demo_deals import load_deals, load_leads, load_terms
from deploy.local.demo_files import Branch, individual_file, legal_file
from deploy.local.demo_fulfilment import load_bonuses, load_fulfilment, load_payments
from deploy.local.demo_interactions import load_interactions
from deploy.local.instance import Instance, write_private

TENANT = "demo"
NAMESPACE = uuid.UUID("6f0d1c9e-6d55-4f0e-9f64-0f7b4c1a2d3e")
# Clients of each branch that were entered twice.
TWINS = 3
IMPORT_WITHIN = 240.0
CONFLICT = 409
AT_REST = {"STAGED", "DONE", "FAILED"}

BRANCHES = (
    Branch("moscow", "Москва", "77", "125040", "495", seed=20),
    Branch("ekaterinburg", "Екатеринбург", "66", "620014", "343", seed=21),
)
TIME_ZONES = {"moscow": "Europe/Moscow", "ekaterinburg": "Asia/Yekaterinburg"}
SEGMENTS = {"Производство": "blue", "Торговля": "teal", "Розница": "violet"}
LEGAL_ROWS, INDIVIDUAL_ROWS = 150, 50


@dataclass(frozen=True)
class Person:
    role: str
    login: str
    display_name: str
    job_title: str
    branch: str = ""

    @property
    def built_in(self) -> str:
        return self.role.upper()


ADMINISTRATOR = Person("administrator", "admin", "Орлова Анна Сергеевна", "Администратор")
PEOPLE = (
    Person("head_of_sales", "belov", "Белов Игорь Павлович", "Руководитель продаж"),
    Person("manager", "ivanova", "Иванова Мария Олеговна", "Менеджер", "moscow"),
    Person("manager", "petrov", "Петров Дмитрий Ильич", "Менеджер", "ekaterinburg"),
)


def main() -> int:
    instance = Instance()
    url = os.environ["CRM_PUBLIC_URL"]
    if not instance.demo_file.exists():
        try:
            load(url, known_passwords(instance))
        except (Refused, httpx.HTTPError, TimeoutError) as failure:
            print(f"the demo data could not be loaded: {failure}", file=sys.stderr)
            return 1
    write_private(instance.demo_file, demo_json(url, known_passwords(instance)))
    return 0


def known_passwords(instance: Instance) -> dict[str, str]:
    """Random for each installation, kept over restarts; written down before the first use."""
    file: Path = instance.directory / "demo-passwords.json"
    if not file.exists():
        people = (ADMINISTRATOR, *PEOPLE)
        write_private(file, {person.login: secrets.token_urlsafe(12) for person in people})
    return json.loads(file.read_text())


def demo_json(url: str, passwords: dict[str, str]) -> Json:
    users = [
        {"role": person.role, "login": person.login, "password": passwords[person.login]}
        for person in (ADMINISTRATOR, *PEOPLE)
    ]
    return {"url": url, "tenant": TENANT, "users": users}


def load(url: str, passwords: dict[str, str]) -> None:
    create_tenant(Api(url, os.environ["CRM_OPERATOR_TOKEN"]), passwords[ADMINISTRATOR.login])
    api = sign_in(url, passwords)
    units = create_units(api)
    users = create_users(api, units, passwords)
    segments = create_segments(api)
    seller = load_terms(api, request_id)
    load_bonuses(api, segments[0], request_id)
    for branch in BRANCHES:
        owner = next(users[p.login] for p in PEOPLE if p.branch == branch.key)
        legal = legal_file(branch, LEGAL_ROWS)
        import_file(api, f"clients_{branch.key}.csv", "LEGAL", legal, owner, segments[:2])
        people = individual_file(branch, INDIVIDUAL_ROWS)
        import_file(api, f"people_{branch.key}.csv", "INDIVIDUAL", people, owner, segments[2:])
        load_deals(api, owner, request_id)
        load_leads(api, owner, request_id)
        load_fulfilment(api, owner, branch.city, request_id)
        load_payments(api, owner, seller, request_id)
        load_works(api, owner, request_id)
        load_interactions(api, owner, request_id)
        enter_again(api, owner)


def create_tenant(operator: Api, password: str) -> None:
    admin = {
        "login": ADMINISTRATOR.login,
        "password": password,
        "display_name": ADMINISTRATOR.display_name,
        "email": f"{ADMINISTRATOR.login}@demo.example.org",
    }
    try:
        operator.post(
            "/v1/tenants",
            {
                "code": TENANT,
                "display_name": "Демо-компания",
                "kind": "ORGANIZATION",
                "time_zone": "Europe/Moscow",
                "language": "ru",
                "admin": admin,
            },
        )
    except Refused as refusal:
        if refusal.status != CONFLICT:
            raise


def sign_in(url: str, passwords: dict[str, str]) -> Api:
    login = ADMINISTRATOR.login
    body = {"tenant": TENANT, "login": login, "password": passwords[login]}
    return Api(url, Api(url).post("/v1/sessions", body)["access_token"])


def create_units(api: Api) -> dict[str, str]:
    """A branch for each city under the company; "" is the company itself."""
    present = api.all("/v1/orgUnits", "org_units")
    root = next(unit["name"] for unit in present if not unit["parent"])
    units = {"": root}
    for branch in BRANCHES:
        unit = {
            "display_name": f"Филиал {branch.city}",
            "kind": "BRANCH",
            "parent": root,
            "time_zone": TIME_ZONES[branch.key],
        }
        created = api.post("/v1/orgUnits", unit, request_id=request_id("unit", branch.key))
        units[branch.key] = created["name"]
    return units


def create_users(api: Api, units: dict[str, str], passwords: dict[str, str]) -> dict[str, str]:
    roles = {role["built_in"]: role["name"] for role in api.all("/v1/roles", "roles")}
    present = {user["login"]: user["name"] for user in api.all("/v1/users", "users")}
    for person in PEOPLE:
        if person.login in present:
            continue
        user = {
            "login": person.login,
            "display_name": person.display_name,
            "email": f"{person.login}@demo.example.org",
            "job_title": person.job_title,
            "org_unit": units[person.branch],
            "assignments": [{"role": roles[person.built_in], "org_unit": units[person.branch]}],
        }
        body = {
            "user": user,
            "password": passwords[person.login],
            "request_id": request_id("user", person.login),
        }
        present[person.login] = api.post("/v1/users", body)["name"]
    return present


def create_segments(api: Api) -> list[str]:
    return [
        api.post(
            "/v1/segments",
            {"display_name": display_name, "color": color},
            request_id=request_id("segment", display_name),
        )["name"]
        for display_name, color in SEGMENTS.items()
    ]


def import_file(
    api: Api, file_name: str, kind: str, content: bytes, owner: str, segments: list[str]
) -> None:
    fields = {
        "kind": kind,
        "owner": owner,
        "segments": segments,
        "request_id": request_id("import", file_name),
    }
    started = api.upload("/v1/imports", fields, file_name, content)
    staged = wait_at_rest(api, started["name"])
    if staged["state"] == "STAGED" and int(staged["counts"]["waiting"]) > 0:
        api.post(f"/v1/{staged['name']}:create", {"all_valid": True})
        staged = wait_at_rest(api, staged["name"])
    print(f"{file_name}: {staged['state']} {staged['counts']}", flush=True)


def enter_again(api: Api, owner: str) -> None:
    """Some clients once more, as people do by hand: so there is a queue of duplicates."""
    query = {"kind": "LEGAL", "owner": owner, "order_by": "create_time", "page_size": TWINS}
    for client in api.get("/v1/counterparties", **query)["counterparties"]:
        twin = {
            "display_name": client["display_name"].replace("ООО", "").replace('"', "").upper(),
            "kind": "LEGAL",
            "phones": client["phones"],
            "owner": owner,
        }
        api.post("/v1/counterparties", twin, request_id=request_id("twin", client["name"]))


def wait_at_rest(api: Api, name: str) -> Json:
    deadline = time.monotonic() + IMPORT_WITHIN
    while True:
        state = api.get(f"/v1/{name}")
        if state["state"] in AT_REST:
            return state
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} is still {state['state']} after {IMPORT_WITHIN:.0f} s")
        time.sleep(0.2)


def request_id(*meaning: str) -> str:
    """A UUID4 by form, the same at every run."""
    made = uuid.uuid5(NAMESPACE, "/".join(meaning))
    return str(uuid.UUID(int=made.int & ~(0xF << 76) | (4 << 76)))


if __name__ == "__main__":
    sys.exit(main())
