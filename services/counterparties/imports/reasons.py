"""What the reasons of rows mean: English for programs, Russian and English for error files."""

import json
from functools import cache
from pathlib import Path

from services.counterparties import emails, phones, requisites
from services.counterparties.imports.parse import Problem

_TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("ru", "en")


@cache
def texts(language: str) -> dict[str, str]:
    name = language if language in LANGUAGES else "en"
    return json.loads((_TEXTS / f"{name}.json").read_text("utf-8"))


def described(reason: str) -> str:
    """English: what is wrong and how to fix it."""
    known = requisites.HOW_TO_FIX.get(reason)
    if known:
        return known
    if reason == emails.EMAIL_FORMAT:
        return emails.HOW_TO_FIX
    if reason == phones.PHONE_FORMAT:
        return phones.HOW_TO_FIX
    return texts("en").get(reason, reason)


def explained(problem: Problem, language: str) -> str:
    """One line of an error file: where, what is there, what is wrong, what may be right."""
    words = texts(language)
    text = words.get(problem.reason, problem.reason)
    where = f"{problem.column}: " if problem.column else ""
    value = f" [{problem.value}]" if problem.value else ""
    suggestion = f" {words['SUGGESTION']} {problem.suggestion}" if problem.suggestion else ""
    return f"{where}{text}{value}{suggestion}"
