"""Every reason, enum value and permission has a text in both languages."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.contracts.descriptors import Descriptors, enum_value_names
from tests.contracts.rpc_rules import WORDS

TEXTS = Path("gateway/web/src/shared/i18n")
LANGUAGES = ("ru", "en")
REASON = re.compile(r"[A-Z][A-Z0-9_]+")
# Where a tenant says what its roles may.
MATRIX = Path("gateway/web/src/features/admin/matrix.ts")
_ROW = re.compile(r"id: '(\w+)',\s+verbs: \[([^\]]*)\]")
PLURALS = ("_one", "_few", "_many", "_other")


def problems(api: Descriptors, root: Path) -> list[str]:
    wanted = [*reason_keys(root), *enum_keys(api), *permission_keys(api)]
    return [f"two enums are called {name}" for name in repeated_enums(api)] + [
        f"{language}: no text for {key}"
        for language in LANGUAGES
        for texts in [texts_of(root, language)]
        for key in sorted(set(wanted))
        if not has(texts, key)
    ]


def unequal_keys(root: Path) -> list[str]:
    """Keys of one language only; plural forms differ by language and are taken together."""
    ru, en = ({stem(key) for key in texts_of(root, language)} for language in LANGUAGES)
    return sorted(
        [f"only in ru: {key}" for key in ru - en] + [f"only in en: {key}" for key in en - ru]
    )


def reason_keys(root: Path) -> Iterator[str]:
    for folder in ("services", "gateway"):
        for path in sorted((root / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for value in reasons_in(node):
                    if isinstance(value, ast.Constant) and REASON.fullmatch(str(value.value)):
                        yield f"errors.{value.value}"


def reasons_in(node: ast.AST) -> Iterator[ast.expr | None]:
    """`reason = "X"`, `reason: str = "X"` and `f(reason="X")`."""
    if isinstance(node, ast.Assign):
        if any(isinstance(each, ast.Name) and each.id == "reason" for each in node.targets):
            yield node.value
    elif isinstance(node, ast.AnnAssign):
        if isinstance(node.target, ast.Name) and node.target.id == "reason":
            yield node.value
    elif isinstance(node, ast.keyword) and node.arg == "reason":
        yield node.value


def enum_keys(api: Descriptors) -> Iterator[str]:
    for name, enum in api.enums():
        yield from (f"enums.{name}.{value}" for value in enum_value_names(enum))


def repeated_enums(api: Descriptors) -> list[str]:
    """Of two packages: they would share their texts."""
    return sorted(name for name, count in Counter(n for n, _ in api.enums()).items() if count > 1)


def permission_keys(api: Descriptors) -> Iterator[str]:
    for method in api.methods():
        if method.permission not in WORDS:
            yield f"permissions.{method.permission}"


def grantable(root: Path) -> set[str]:
    """The permissions that can be given on the page of roles."""
    rows = _ROW.findall((root / MATRIX).read_text("utf-8"))
    return {f"{of}.{verb}" for of, verbs in rows for verb in re.findall(r"'(\w+)'", verbs)}


def texts_of(root: Path, language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in sorted((root / TEXTS / language).glob("*.json")):
        texts.update(flat("", json.loads(file.read_text("utf-8"))))
    return texts


def flat(prefix: str, tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from flat(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key}", value


def has(texts: dict[str, str], key: str) -> bool:
    return any(texts.get(f"{key}{ending}", "").strip() for ending in ("", *PLURALS))


def stem(key: str) -> str:
    return next((key.removesuffix(ending) for ending in PLURALS if key.endswith(ending)), key)
