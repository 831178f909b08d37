"""The demo's files are like life: nearly all rows are right, the rest can be repaired."""

import csv
import io

from deploy.local.demo import BRANCHES, request_id
from deploy.local.demo_files import individual_file, legal_file
from services.counterparties import requisites
from services.counterparties.counterparty import Kind

ROWS = 150


def rows(content: bytes, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding)), delimiter=";"))


def test_the_files_are_the_same_at_every_run() -> None:
    for branch in BRANCHES:
        assert legal_file(branch, ROWS) == legal_file(branch, ROWS)
        assert individual_file(branch, 50) == individual_file(branch, 50)
    assert request_id("unit", "moscow") == request_id("unit", "moscow")


def test_no_client_is_in_two_branches() -> None:
    numbers = [{row["ИНН"] for row in rows(legal_file(b, ROWS), "cp1251")} for b in BRANCHES]
    assert not numbers[0] & numbers[1]
    people = [rows(individual_file(branch, 50), "utf-8-sig") for branch in BRANCHES]
    for key in ("Телефон", "E-mail"):
        assert not {row[key] for row in people[0]} & {row[key] for row in people[1]}


def test_nearly_all_numbers_are_right() -> None:
    for branch in BRANCHES:
        found = rows(legal_file(branch, ROWS), "cp1251")
        kinds = [Kind.SOLE_PROPRIETOR if len(row["ИНН"]) == 12 else Kind.LEGAL for row in found]
        pairs = list(zip(found, kinds, strict=True))
        wrong = [row for row, kind in pairs if requisites.inn_problem(row["ИНН"], kind)]
        assert 0 < len(wrong) < ROWS * 0.05
        assert not any(requisites.ogrn_problem(row["ОГРН"], kind) for row, kind in pairs)
