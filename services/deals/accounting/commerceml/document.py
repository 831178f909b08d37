"""XML from strangers, read so that no file takes much memory or time, nor leads anywhere (pure).

No entities, no document types, nothing that is fetched; bounded in bytes, depth, elements and the
length of a text. Out of a ZIP come only small flat files.
"""

import io
import zipfile
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from services.kit.errors import InvalidArgument

MOST_BYTES, MOST_ELEMENTS, DEEPEST, LONGEST_TEXT = 32 * 2**20, 500_000, 40, 100_000
MOST_FILES = 100
_PIECE = 1 << 16


class FileBroken(InvalidArgument):
    """Not XML, or one that nobody needs to write."""

    reason = "COMMERCE_ML_FORMAT"


class FileTooLarge(InvalidArgument):
    reason = "COMMERCE_ML_TOO_LARGE"


class _Reading:
    def __init__(self) -> None:
        self._tree = TreeBuilder()
        self._depth = self._elements = self._text = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartDoctypeDeclHandler = self._refused
        self._parser.EntityDeclHandler = self._refused
        self._parser.ExternalEntityRefHandler = self._refused
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def read(self, data: bytes) -> Element:
        try:
            for at in range(0, len(data), _PIECE):
                self._parser.Parse(data[at : at + _PIECE], False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileBroken(f"No XML: {str(error)[:100]}", field="file") from None
        return self._tree.close()

    def _refused(self, *_: object) -> int:
        raise FileBroken("XML with a document type or entities", field="file")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth, self._elements, self._text = self._depth + 1, self._elements + 1, 0
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise FileTooLarge("Too many elements, or one in another too often", field="file")
        # A prefix or a default namespace says nothing here.
        self._tree.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._tree.end(name.rpartition(":")[2])

    def _data(self, text: str) -> None:
        self._text += len(text)
        if self._text > LONGEST_TEXT:
            raise FileTooLarge("A text is too long", field="file")
        self._tree.data(text)


def parsed(data: bytes) -> Element:
    if len(data) > MOST_BYTES:
        raise FileTooLarge(f"At most {MOST_BYTES // 2**20} MiB", field="file")
    return _Reading().read(data)


def unzipped(data: bytes) -> dict[str, bytes]:
    """XML files of a ZIP by their names; what else is in it is passed over."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES:
                raise FileTooLarge(f"At most {MOST_FILES} files in a ZIP", field="file")
            return _contents(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise FileBroken(f"No ZIP: {type(error).__name__}", field="file") from None


def _contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for entry in entries:
        if not entry.filename.lower().endswith(".xml") or not is_plain(entry.filename):
            continue
        with archive.open(entry) as file:
            # What an entry says of its size may be a lie.
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise FileTooLarge(f"At most {MOST_BYTES // 2**20} MiB in a ZIP", field="file")
        found[entry.filename] = content
    return found


def is_plain(name: str) -> bool:
    """A file's own name, which leads into no folder."""
    return (
        bool(name)
        and len(name) <= 100
        and not {"/", "\\", ":", "\0"} & set(name)
        and name[0] != "."
    )
