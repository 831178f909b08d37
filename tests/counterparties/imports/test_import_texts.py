"""Every reason a row or a file can have is explained: on screen, in error files, to programs."""

import ast
import json
from pathlib import Path

import pytest

from services.counterparties import requisites
from services.counterparties.imports import reasons

FOLDER = Path(reasons.__file__).parent
SCREEN = Path("gateway/web/src/shared/i18n")
MAKERS = ("Wrong", "Problem", "FileUnusable", "_about")


def used() -> set[str]:
    found = set(requisites.HOW_TO_FIX)
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in MAKERS:
                found |= {
                    each.value
                    for each in node.args
                    if isinstance(each, ast.Constant) and _is_code(each.value)
                }
            if isinstance(node, ast.Constant) and str(node.value).startswith("DUPLICATE_"):
                found.add(node.value)
    return {each for each in found if not each.endswith("_")}


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _is_code(value: object) -> bool:
    return isinstance(value, str) and value.isupper() and "_" in value


def on_screen(language: str) -> set[str]:
    found: set[str] = set()
    for file in (SCREEN / language).glob("*.json"):
        found |= set(json.loads(file.read_text("utf-8")).get("errors", {}))
    return found


@pytest.mark.parametrize("language", reasons.LANGUAGES)
def test_every_reason_has_texts(language: str) -> None:
    assert len(used()) > 40
    assert used() - on_screen(language) == set()
    of_rows = {each for each in used() if not each.startswith("FILE_")}
    assert of_rows - set(reasons.texts(language)) == set()


def test_error_files_speak_both_languages() -> None:
    assert reasons.texts("ru").keys() == reasons.texts("en").keys()
    assert all(reasons.described(each) != each for each in used() if not each.startswith("FILE_"))
