"""The import of a whole client base, beside what the database alone does."""

import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from tests.bench import companies, raw
from tests.bench.raw import Inserts

AT_REST = ("STAGED", "DONE", "FAILED", "UNDONE")


class Imported(NamedTuple):
    name: str
    per_second: float
    counts: dict[str, Any]


def measure_staging(
    http: httpx.Client, mongo_url: str, tenant: str, size: int
) -> tuple[Imported, Inserts]:
    """Read, checked and waiting for its creation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clients.csv"
        companies.write(path, size)
        began = time.perf_counter()
        with path.open("rb") as file:
            sent = {"file": ("clients.csv", file)}
            made = http.post("/v1/imports", data={"kind": "LEGAL"}, files=sent).json()
    staged = _wait(http, made["name"])
    per_second = size / (time.perf_counter() - began)
    if staged["state"] != "STAGED":
        raise SystemExit(f"The import did not get through: {staged}")
    plain = raw.inserts_per_second(mongo_url, "counterparties", "import_rows", tenant=tenant)
    return Imported(made["name"], per_second, staged["counts"]), plain


def measure_creating(
    http: httpx.Client, mongo_url: str, tenant: str, name: str
) -> tuple[Imported, Inserts]:
    began = time.perf_counter()
    http.post(f"/v1/{name}:create", json={"all_valid": True}).raise_for_status()
    counts = _wait(http, name)["counts"]
    per_second = counts["created"] / (time.perf_counter() - began)
    plain = raw.inserts_per_second(mongo_url, "counterparties", "counterparties", tenant=tenant)
    return Imported(name, per_second, counts), plain


def _wait(http: httpx.Client, name: str) -> dict[str, Any]:
    """Until the import is at rest again."""
    time.sleep(0.5)
    while True:
        found = http.get(f"/v1/{name}").json()
        if found["state"] in AT_REST:
            return found
        time.sleep(0.25)
