"""Tables on their way out, piece by piece: CSV as Excel opens it, and XLSX.

XLSX is written by hand, as inline text in one sheet: openpyxl writes nothing before the last row
and would hold a service's interpreter for minutes with a large table.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from services.kit.errors import InvalidArgument

CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PIECE = 64 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_XML = {code: None for code in range(32) if code not in (9, 10, 13)}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}
Row = Sequence[str]


def format_of(asked: str) -> str:
    if asked and asked not in CONTENT_TYPES:
        text = f"format is one of {', '.join(CONTENT_TYPES)}"
        raise InvalidArgument(text, field="format", reason="FORMAT_UNKNOWN")
    return asked or "csv"


def writer(file_format: str) -> Callable[[Iterable[Row]], Iterator[bytes]]:
    return {"csv": csv_pieces, "xlsx": xlsx_pieces}[file_format]


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; the apostrophe is what Excel hides."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """With a mark of UTF-8 and semicolons, which Excel in Russia opens by a double click."""
    text = io.StringIO()
    text.write("\ufeff")
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        table.writerow([harmless(cell) for cell in row])
        if text.tell() >= PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def xlsx_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """Each cell is text, so leading zeros and long numbers stay as they are."""
    out = _Outlet()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, xml in _PARTS.items():
            archive.writestr(path, _HEAD + xml)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for row in rows:
                sheet.write(_xml_row(row).encode())
                if len(out) >= PIECE:
                    yield out.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield out.taken()


def _xml_row(row: Row) -> str:
    cells = "".join(
        f'<c t="inlineStr"><is><t xml:space="preserve">{_xml_text(cell)}</t></is></c>'
        if cell
        else "<c/>"
        for cell in row
    )
    return f"<row>{cells}</row>"


def _xml_text(cell: str) -> str:
    return escape(harmless(cell).translate(_NOT_XML)[:32_767])


class _Outlet(io.RawIOBase):
    """A file that cannot seek and gives away what was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._held += data
        return len(data)

    def __len__(self) -> int:
        return len(self._held)

    def taken(self) -> bytes:
        piece = bytes(self._held)
        self._held.clear()
        return piece
