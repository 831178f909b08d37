"""Which encoding a text file has: byte order marks, then UTF-8, then Russian code pages (pure).

The whole file goes through the sniffer on its way in, so that a Russian letter on the last line of
an otherwise English file is not missed.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How the file's own program calls them; the key is Python's name.
NAMES = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-bom",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "cp1251": "windows-1251",
    "koi8-r": "koi8-r",
    "cp866": "cp866",
    "mac_cyrillic": "x-mac-cyrillic",
}
_CODE_PAGES = ("cp1251", "koi8-r", "cp866", "mac_cyrillic")
_SAMPLE = 16 * 1024
# Letters by how often they stand in Russian text; capitals inside words betray a wrong code page.
_OFTEN = frozenset("оеаинтсрвлкмдпу")
_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
_SIGNS = frozenset("«»№—–…\u00a0’“”„°§")


# A byte spoiled on the way or a line pasted from elsewhere does not make UTF-8 a code page; the
# letters of a code page are hardly ever good UTF-8.
_GOOD_FOR_BAD = 20
_BAD = re.compile("[\udc80-\udcff]")


class Sniffer:
    """Feed it the whole file, then ask for the encoding."""

    def __init__(self) -> None:
        self._head = b""
        self._size = 0
        self._sample = bytearray()
        self._utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._good = self._bad = 0

    def feed(self, block: bytes) -> None:
        if self._size < 4096:
            self._head = (self._head + block)[:4096]
        self._size += len(block)
        if len(self._sample) < _SAMPLE and not block.isascii():
            self._sample += _with_letters(block)[: _SAMPLE - len(self._sample)]
        if self._is_utf8:
            self._judge(self._utf8.decode(block), len(block))

    def _judge(self, text: str, size: int) -> None:
        """Good are the bytes that letters of UTF-8 take beyond their first."""
        self._good += size - len(text)
        if not text.isascii():
            self._bad += len(_BAD.findall(text))

    @property
    def _is_utf8(self) -> bool:
        return self._bad * _GOOD_FOR_BAD <= self._good

    def encoding(self) -> str:
        """Python's name of the encoding."""
        for mark, name in _MARKS:
            if self._head.startswith(mark):
                return name
        wide = _wide(self._head)
        if wide:
            return wide
        # A letter cut off at the very end is a bad one, too.
        self._judge(self._utf8.decode(b"", final=True), 0)
        if self._is_utf8:
            return "utf-8"
        sample = bytes(self._sample)
        return max(_CODE_PAGES, key=lambda page: _russian(sample.decode(page, "replace")))


def mark_length(head: bytes) -> int:
    """How many bytes at the start are no text."""
    return next((len(mark) for mark, _ in _MARKS if head.startswith(mark)), 0)


def is_wide(head: bytes) -> bool:
    """UTF-16, with a mark or without."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or bool(_wide(head))


def _with_letters(block: bytes) -> bytes:
    """From the first byte beyond ASCII on, as a file may start with megabytes of numbers."""
    first = next(place for place, byte in enumerate(block) if byte > 127)
    return block[max(0, first - 256) :]


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: each second byte is 00 (Latin, digits) or 04 (Russian)."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 8:
        return ""
    if _high(odd) and not _high(even):
        return "utf-16-le"
    if _high(even) and not _high(odd):
        return "utf-16-be"
    return ""


def _high(halves: bytes) -> bool:
    return (halves.count(0) + halves.count(4)) > 0.9 * len(halves)


def _russian(text: str) -> int:
    """How much this looks like Russian."""
    score = 0
    before = " "
    for sign in text:
        if sign > "\x7f":
            score += _weight(sign, before)
        before = sign
    return score


def _weight(sign: str, before: str) -> int:
    if sign in _OFTEN:
        return 3
    if sign in _LETTERS:
        return 1
    if sign.lower() in _LETTERS:
        return -3 if before in _LETTERS else 1
    return 0 if sign in _SIGNS else -5
