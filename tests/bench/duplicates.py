"""Duplicates: how quick a draft is compared with the base, how long a look through all of it takes,
and how much of a labelled set is found."""

import json
import time
import uuid
from collections import Counter
from typing import Any
from urllib.parse import quote

import httpx

from tests.bench import companies, load, twins
from tests.bench.load import Request, Result

LABELLED = 3000
# So few that a busy machine makes them before the load client gives up.
CHUNK = 250
_NAMES = uuid.UUID("0f3b1c5e-52c9-4a1e-8f5d-8f0a5a1f6c11")


def drafts(size: int, requests: int) -> list[Request]:
    """As they are typed: a name written otherwise, a telephone, an INN, all of it, nobody known."""
    known = [companies.company(1 + index * 7919 % size) for index in range(requests)]
    return [
        Request(
            "POST",
            "/v1/counterparties:findDuplicates",
            json.dumps({"counterparty": _draft(client, index)}, ensure_ascii=False).encode(),
        )
        for index, client in enumerate(known)
    ]


def _draft(client: companies.Company, index: int) -> dict[str, Any]:
    name = {"display_name": f"Общество {client.core.upper()} {client.number}", "kind": "LEGAL"}
    phone = {"phones": [{"number": f"8 {client.phone[2:]}"}]}
    ways: tuple[dict[str, Any], ...] = (
        name,
        phone,
        {"inn": client.inn},
        {**name, **phone, "inn": client.inn},
        {"display_name": f"Новое дело {index}", "phones": [{"number": f"+7495{index:07d}"}]},
    )
    return ways[index % len(ways)]


def measure_find(url: str, token: str, size: int, requests: int) -> tuple[Result, Result]:
    asked = drafts(size, requests)
    load.run(url, token, asked[:100], 4)  # warm
    return load.run(url, token, asked[:1000], 1), load.run(url, token, asked, 16)


def measure_scan(http: httpx.Client) -> tuple[float, int]:
    """Seconds, and how many clients were looked at."""
    began = time.perf_counter()
    job = http.post("/v1/duplicatePairs:scan", json={}).raise_for_status().json()
    while job["state"] in ("QUEUED", "RUNNING"):
        time.sleep(0.2)
        job = http.get(f"/v1/{job['name']}").json()
    if job["state"] != "DONE":
        raise SystemExit(f"The base was not looked through: {job}")
    return time.perf_counter() - began, job["counts"]["changed"]


def measure_quality(http: httpx.Client, url: str, token: str) -> None:
    """Prints precision and recall of the queue on the labelled set, in a tenant of its own."""
    made = twins.records(LABELLED)
    names = [f"counterparties/{uuid.uuid5(_NAMES, str(place))}" for place in range(len(made))]
    requests = [_create(*each) for each in zip(made, names, strict=True)]
    for start in range(0, len(requests), CHUNK):
        created = load.run(url, token, requests[start : start + CHUNK], 8)
        if created.failed:
            raise SystemExit(f"The labelled set is not there: {created.first_failure}")
    for record, name in zip(made, names, strict=True):
        if record.contact:
            _add_contact(http, record, name)
    measure_scan(http)
    queue = _queue(http)
    truth = {
        frozenset(names[place] for place in pair): story
        for pair, story in twins.true_pairs(made).items()
    }
    right = queue & truth.keys()
    print(
        f"{'duplicates: labelled set':<32} {len(made)} clients, {len(truth)} true pairs, "
        f"{len(queue)} in the queue: precision {len(right) / len(queue):.3f}, "
        f"recall {len(right) / len(truth):.3f}"
    )
    found, all_of = Counter(truth[pair] for pair in right), Counter(truth.values())
    for story in sorted(all_of):
        print(f"  {story:<36} {found[story]:4} of {all_of[story]:4}")
    stories = dict(zip(names, (record.story for record in made), strict=True))
    wrong = Counter(" / ".join(sorted(stories[name] for name in pair)) for pair in queue - right)
    for pair, count in wrong.most_common():
        print(f"  wrongly: {pair:<50} {count:4}")


def _create(record: twins.Record, name: str) -> Request:
    path = f"/v1/counterparties?bypass_duplicates=true&request_id={name.partition('/')[2]}"
    return Request("POST", path, json.dumps(record.fields, ensure_ascii=False).encode())


def _add_contact(http: httpx.Client, record: twins.Record, name: str) -> None:
    path = f"/v1/contacts?request_id={quote(str(uuid.uuid5(_NAMES, name)))}"
    http.post(path, json={**record.contact, "counterparty": name}).raise_for_status()


def _queue(http: httpx.Client) -> set[frozenset[str]]:
    found: set[frozenset[str]] = set()
    token = ""
    while True:
        query = {"page_size": 200, "page_token": token}
        page = http.get("/v1/duplicatePairs", params=query).raise_for_status().json()
        found |= {frozenset((pair["first"], pair["second"])) for pair in page["duplicate_pairs"]}
        token = page["next_page_token"]
        if not token:
            return found
