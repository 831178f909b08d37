"""Papers to be printed and signed: one page of HTML that needs nothing else (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_STYLE = """
body{font:13px/1.45 'PT Sans',Arial,sans-serif;color:#111;background:#fff;max-width:190mm;
margin:12mm auto;padding:0 6mm}
h1{font-size:20px;margin:0 0 4px}h2{font-size:15px;margin:18px 0 6px}p{margin:4px 0}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:4px 6px;
text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}
tr{break-inside:avoid}.line{margin-top:22px}pre{white-space:pre-wrap;font:inherit;margin:0}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    # What stands there if there are no rows.
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    title: str
    language: str
    lead: Sequence[str] = ()
    tables: Sequence[Table] = ()
    # To be filled in by hand.
    lines: Sequence[str] = ()


def html(paper: Paper) -> Iterator[bytes]:
    yield (
        f'<!doctype html><html lang="{escape(paper.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(paper.title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(paper.title)}</h1>" + "".join(f"<p>{escape(each)}</p>" for each in paper.lead)
    ).encode()
    for table in paper.tables:
        yield "".join(_table(table)).encode()
    lines = "".join(f'<p class="line">{escape(each)} ______________</p>' for each in paper.lines)
    yield f"{lines}</body></html>".encode()


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"<h2>{escape(table.title)}</h2>"
    if not table.rows:
        yield f"<p>{escape(table.empty)}</p>"
        return
    yield "<table>"
    if table.columns:
        yield f"<thead><tr>{_cells('th', table.columns)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield f"<tr>{_cells('td', row)}</tr>"
    yield "</tbody></table>"


def _cells(tag: str, values: Iterable[str]) -> str:
    return "".join(f"<{tag}><pre>{escape(each)}</pre></{tag}>" for each in values)


def moment(at: datetime | None, time_zone: str) -> str:
    """As the reader's clock says it."""
    return f"{at.astimezone(ZoneInfo(time_zone)):%d.%m.%Y %H:%M:%S %Z}" if at else ""
