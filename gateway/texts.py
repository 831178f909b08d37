"""Texts of the pages and problems, Russian and English.

Titles of problems are the UI's own texts for the same reasons, so that a program and a person read
the same words; the gateway adds only what belongs to HTTP and to its few pages.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

OWN = Path(__file__).parent / "wording"
UI = Path(__file__).parent / "web" / "src" / "shared" / "i18n"
LANGUAGES = ("ru", "en")
_PLACE = re.compile(r"\{\{(\w+)\}\}")
NOTHING: Mapping[str, str] = {}
DEFAULT = "ru"


class Texts:
    def __init__(self, own: Path = OWN, ui: Path = UI) -> None:
        self.pages: dict[str, dict[str, str]] = {}
        self._errors: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            found = json.loads((own / f"{language}.json").read_text())
            self.pages[language] = found["pages"]
            self._errors[language] = found["errors"] | _ui_errors(ui / language)

    def error(
        self, reason: str, status: int, language: str, metadata: Mapping[str, str] = NOTHING
    ) -> str:
        known = self._errors[language]
        return _filled(known.get(reason, ""), metadata) or known[f"HTTP_{status // 100}xx"]


def _ui_errors(folder: Path) -> dict[str, str]:
    """`errors.*` of every file, whether the file is that object itself or holds it."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.json")):
        content: Any = json.loads(file.read_text())
        errors: Any = content.get("errors", content if file.stem == "errors" else {})
        found |= {key: text for key, text in errors.items() if isinstance(text, str)}
    return found


def _filled(text: str, metadata: Mapping[str, str]) -> str:
    """With what the refusal says in its places; nothing if it does not say all of it."""
    if "{{" not in text:
        return text
    if not all(place in metadata for place in _PLACE.findall(text)):
        return ""
    return _PLACE.sub(lambda place: metadata[place[1]], text).rstrip()


def language_of(header: bytes | None) -> str:
    """`ru` or `en` by Accept-Language; Russian for those who do not say."""
    if not header:
        return DEFAULT
    best, weight = DEFAULT, 0.0
    for part in header.decode("latin-1").lower().split(",")[:10]:
        tag, _, parameters = part.strip().partition(";")
        language = tag.split("-")[0]
        quality = _quality(parameters)
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
