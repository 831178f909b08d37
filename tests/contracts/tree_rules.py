"""House rules for the tree: sizes, names, and what every service folder holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES, KIT_LINES, FUNCTION_LINES, WEB_LINES = 400, 250, 50, 300
GENERATED = {"schema.d.ts"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
TOP = {
    ".ci", ".git", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "Makefile",
    "README.md", "charts", "deploy", "gateway", "protos", "pyproject.toml", "services", "tests",
}  # fmt: skip
# What the Makefile and the tools leave behind; .gitignore keeps it out of the repository.
LEFT_BEHIND = {".venv", "build", ".run", "__pycache__", ".pytest_cache", ".ruff_cache",
               ".import_linter_cache", ".hypothesis"}  # fmt: skip
CODE = ("services", "gateway", "deploy", "tests")
NOT_OURS = {"node_modules", "dist", "__pycache__"}


def problems(root: Path) -> list[str]:
    return [
        *top_problems(root),
        *module_problems(root),
        *name_problems(root),
        *service_problems(root),
    ]


def top_problems(root: Path) -> Iterator[str]:
    for name in sorted({path.name for path in root.iterdir()} - TOP - LEFT_BEHIND):
        yield f"{name}: nothing else belongs at the top (architecture.md §2)"


def module_problems(root: Path) -> Iterator[str]:
    for path in files(root, ".py"):
        text = path.read_text("utf-8")
        relative = path.relative_to(root)
        limit = KIT_LINES if relative.parts[:2] == ("services", "kit") else MODULE_LINES
        lines = text.count("\n")
        if lines > limit:
            yield f"{relative}: {lines} lines, the limit is {limit}"
        for name, length in function_lengths(text):
            if length > FUNCTION_LINES:
                yield f"{relative}: {name} has {length} lines, the limit is {FUNCTION_LINES}"


def function_lengths(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def web_problems(root: Path) -> Iterator[str]:
    for suffix in (".ts", ".tsx"):
        for path in files(root, suffix):
            lines = path.read_text("utf-8").count("\n")
            if lines > WEB_LINES and path.name not in GENERATED:
                yield f"{path.relative_to(root)}: {lines} lines, the limit is {WEB_LINES}"


def name_problems(root: Path) -> Iterator[str]:
    for suffix in (".py", ".ts", ".tsx", ".proto"):
        for path in files(root, suffix):
            parts = {part.split(".")[0].lower() for part in path.relative_to(root).parts}
            for word in sorted(parts & VAGUE):
                yield f"{path.relative_to(root)}: {word!r} says nothing about what is inside"


def service_problems(root: Path) -> Iterator[str]:
    for folder in services(root):
        for needed in ("README.md", "service.py"):
            if not (folder / needed).exists():
                yield f"services/{folder.name}: {needed} is missing"
        if not any((root / "tests" / folder.name).glob("test_*.py")):
            yield f"tests/{folder.name}: the service has no tests"


def services(root: Path) -> list[Path]:
    folders = [path.parent for path in (root / "services").glob("*/__init__.py")]
    return sorted(folder for folder in folders if folder.name != "kit")


def files(root: Path, suffix: str) -> Iterator[Path]:
    folders = [root / "protos", *(root / name for name in CODE)]
    for folder in folders:
        for path in sorted(folder.rglob(f"*{suffix}")):
            if not NOT_OURS & set(path.relative_to(root).parts):
                yield path
