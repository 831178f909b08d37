"""The offline provider reads what an operator may have: folder, answer, lists, lines, tables."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from services.counterparties.registry import party
from services.counterparties.registry.offline import Offline
from services.counterparties.registry.provider import FileMissing
from tests.peers.dadata import ANSWERS

INN, SOLE = "7799906431", "779938347364"
TABLE = (
    "inn;kpp;ogrn;short_name;full_name;legal_address;postal_code;director_name;director_post;"
    "status;registration_date;branch_type\n"
    f'{INN};779901001;1057799416542;"ООО ""ОМУТ""";Общество;"127622, г Москва, д 1";127622;'
    "Журавкин Олег;ДИРЕКТОР;LIQUIDATING;2005-12-12;MAIN\n"
    f"{SOLE};;314779916014363;ИП Калиткин Сергей;;г Москва;;Калиткин Сергей;;;2014-02-12;\n"
)


def answer(inn: str) -> dict[str, Any]:
    return json.loads((ANSWERS / f"{inn}.json").read_text("utf-8"))


def filled(provider: Offline, inn: str, kpp: str = "") -> party.Reading:
    return party.read(provider.find_by_id(inn, kpp), inn=inn, kpp=kpp)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one.json", answer(INN)),
        ("answers.json", [answer(SOLE), answer(INN)]),
        ("companies.json", [answer(INN)["suggestions"][0], answer(SOLE)["suggestions"][0]]),
        ("bare.json", [answer(INN)["suggestions"][0]["data"]]),
    ],
)
def test_json_in_every_shape(tmp_path: Path, name: str, content: Any) -> None:
    file = tmp_path / name
    file.write_text(json.dumps(content), "utf-8")
    reading = filled(Offline(file), INN)
    assert reading.form is not None
    assert reading.form.ogrn == "1057799416542"
    assert Offline(file).find_by_id("7700000000") == []


def test_lines_of_json(tmp_path: Path) -> None:
    file = tmp_path / "base.jsonl"
    lines = [answer(INN), answer(SOLE)["suggestions"][0]]
    file.write_text("\n\n".join(json.dumps(each) for each in lines), "utf-8")
    assert filled(Offline(file), SOLE).found
    found = Offline(file).suggest("тихий ОМУТ")
    assert [party.form(each).inn for each in found] == [INN]


def test_a_table(tmp_path: Path) -> None:
    file = tmp_path / "base.csv"
    file.write_text(TABLE, "utf-8-sig")
    reading = filled(Offline(file), INN)
    form = reading.form
    assert form is not None
    assert (form.short_name, form.kpp, form.status) == ('ООО "ОМУТ"', "779901001", "LIQUIDATING")
    assert (form.registration_date, form.postal_code) == ("2005-12-12", "127622")
    assert (reading.warnings, reading.must_confirm) == (("liquidating",), True)
    sole = filled(Offline(file), SOLE).form
    assert sole is not None
    assert (sole.kind, sole.director_name, sole.kpp) == ("individual", "Калиткин Сергей", None)


def test_a_folder_answers_by_file_name_and_by_ogrn(tmp_path: Path) -> None:
    (tmp_path / f"{INN}.json").write_text(json.dumps(answer(INN)), "utf-8")
    # What was asked about another INN than the file is named after must be noticed.
    (tmp_path / "5999012614.json").write_text(json.dumps(answer(SOLE)), "utf-8")
    provider = Offline(tmp_path)
    assert filled(provider, "5999012614").warnings == ("inn_mismatch",)
    assert filled(provider, INN).found
    assert len(provider.find_by_id("1057799416542")) == 1


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "base.json"
    file.write_text(json.dumps(answer(INN)), "utf-8")
    assert Offline(file).find_by_id(INN)
    file.write_text(json.dumps(answer(SOLE)), "utf-8")
    os.utime(file, (1, 1))
    assert Offline(file).find_by_id(INN) == []


@pytest.mark.parametrize("content", [None, "{broken", "\x00"])
def test_a_file_that_cannot_be_read_has_a_reason(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "base.json"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(FileMissing):
        Offline(file).find_by_id(INN)
