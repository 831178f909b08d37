"""Reads a bank's statement in the format 1CClientBankExchange (pure).

Strict about what money hangs on: a sum, a date or a section that is broken refuses the whole file,
and the refusal names the line and the field. Lenient about the rest: unknown keys are passed over,
lines end in any way, keys come in any order. Bounded: no file can make it take much memory.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import BinaryIO, TypeVar

T = TypeVar("T")

FIRST_LINE = "1CClientBankExchange"
LAST_LINE = "КонецФайла"
_ACCOUNT_BEGINS, _ACCOUNT_ENDS = "СекцияРасчСчет", "КонецРасчСчет"
_DOCUMENT_BEGINS, _DOCUMENT_ENDS = "СекцияДокумент", "КонецДокумента"

LONGEST_LINE = 20_000
# What is longer was put there to take memory: it is cut.
LONGEST_VALUE = 2_000
LONGEST_ACCOUNT = 40
MOST_DOCUMENTS = 200_000
MOST_ACCOUNTS = 1_000
_HEAD = 4_096
_PURPOSES = ("НазначениеПлатежа", *(f"НазначениеПлатежа{n}" for n in range(1, 7)))
_KNOWN = frozenset(
    (
        *("РасчСчет", "ДатаНачала", "ДатаКонца"),
        *("НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток"),
        *("Номер", "Дата", "Сумма", "ДатаПоступило", "ДатаСписано", *_PURPOSES),
        *("ПлательщикСчет", "ПлательщикРасчСчет", "Плательщик", "Плательщик1", "ПлательщикИНН"),
        *("ПолучательСчет", "ПолучательРасчСчет"),
    )
)
_AMOUNT = re.compile(r"(\d{1,13})(?:[.,](\d{1,2}))?", re.ASCII)
_NEGATIVE = re.compile(r"-(.+)")
_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})", re.ASCII)
# What 1C and banks write for «no date».
_NO_DAYS = frozenset(("", "..", "01.01.0001", "00.00.0000"))
_DECLARED = re.compile(rb"=[ \t]*(dos|windows|utf-?8)[ \t]*[\r\n]", re.IGNORECASE)
_DOS, _WINDOWS = "cp866", "windows-1251"


class StatementBroken(ValueError):
    """Where a file stops being a statement: `line` counted from 1, `key` as the file writes it."""

    def __init__(self, problem: str, line: int, key: str = "") -> None:
        super().__init__(f"Line {line}: {key + ': ' if key else ''}{problem}")
        self.problem, self.line, self.key = problem, line, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as the bank tells it. Amounts are in hundredths."""

    index: int  # its place in the file, counted from 1
    number: str = ""
    day: date
    amount: int
    payer_account: str = ""
    payer: str = ""
    payer_inn: str = ""
    recipient_account: str = ""
    received: date | None = None
    written_off: date | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the file says of one of its accounts; None is what it does not say."""

    account: str
    from_date: date | None = None
    to_date: date | None = None
    opening: int | None = None
    incoming: int | None = None
    outgoing: int | None = None
    closing: int | None = None
    documents: int = 0

    @property
    def adds_up(self) -> bool:
        if self.opening is None or self.closing is None:
            return True
        return self.opening + (self.incoming or 0) - (self.outgoing or 0) == self.closing


@dataclass(slots=True)
class _Totals:
    incoming: int = 0
    outgoing: int = 0
    documents: int = 0


@dataclass(slots=True)
class Reading:
    """A file being read: iterate once to get its documents; the rest is complete after that."""

    file: BinaryIO
    encoding: str = ""
    accounts: dict[str, Account] = field(default_factory=dict[str, Account])
    warnings: list[str] = field(default_factory=list[str])
    _totals: dict[str, _Totals] = field(default_factory=dict[str, _Totals])
    _count: int = 0

    def __iter__(self) -> Iterator[Document]:
        self.encoding = encoding_of(self.file)
        lines = _lines(self.file, self.encoding)
        number, first = next(lines, (1, ""))
        if first != FIRST_LINE:
            raise StatementBroken(f"a statement begins with {FIRST_LINE}", number)
        yield from self._sections(lines)
        self._add_up()

    def _sections(self, lines: Iterator[tuple[int, str]]) -> Iterator[Document]:
        last = 1
        for number, line in lines:
            last = number
            key, _, value = line.partition("=")
            key = key.strip()
            if key == _DOCUMENT_BEGINS:
                section = _Section(lines, number, _DOCUMENT_ENDS)
                last = section.last_line
                yield self._document(section)
            elif key == _ACCOUNT_BEGINS:
                section = _Section(lines, number, _ACCOUNT_ENDS)
                last = section.last_line
                self._account(section)
            elif key == LAST_LINE:
                return _nothing_more(lines)
            elif key in (_DOCUMENT_ENDS, _ACCOUNT_ENDS):
                raise StatementBroken("ends what did not begin", number, key)
            elif "=" not in line:
                raise StatementBroken("neither a section nor a key with a value", number, key[:40])
            elif key == "РасчСчет" and value.strip():
                self._named(value.strip(), number)
        raise StatementBroken(f"the file was cut off: it ends with {LAST_LINE}", last, LAST_LINE)

    def _named(self, account: str, line: int) -> None:
        if len(account) > LONGEST_ACCOUNT:
            raise StatementBroken("is no account", line, "РасчСчет")
        if len(self.accounts) >= MOST_ACCOUNTS:
            raise StatementBroken(f"more than {MOST_ACCOUNTS} accounts", line, "РасчСчет")
        self.accounts.setdefault(account, Account(account=account))

    def _account(self, section: "_Section") -> None:
        name = section.text("РасчСчет")
        if not name:
            raise StatementBroken("the section names no account", section.line, "РасчСчет")
        self._named(name, section.line)
        said = Account(
            account=name,
            from_date=section.day("ДатаНачала"),
            to_date=section.day("ДатаКонца"),
            opening=section.balance("НачальныйОстаток"),
            incoming=section.amount("ВсегоПоступило"),
            outgoing=section.amount("ВсегоСписано"),
            closing=section.balance("КонечныйОстаток"),
        )
        if not said.adds_up:
            self._warn("BALANCE", name)
        self.accounts[name] = _joined(self.accounts[name], said)

    def _document(self, section: "_Section") -> Document:
        self._count += 1
        if self._count > MOST_DOCUMENTS:
            raise StatementBroken(f"more than {MOST_DOCUMENTS} documents", section.line)
        document = Document(
            index=self._count,
            number=section.text("Номер"),
            day=section.required("Дата", section.day),
            amount=section.required("Сумма", section.amount),
            payer_account=section.text("ПлательщикСчет", "ПлательщикРасчСчет"),
            payer=section.text("Плательщик", "Плательщик1"),
            payer_inn=section.text("ПлательщикИНН"),
            recipient_account=section.text("ПолучательСчет", "ПолучательРасчСчет"),
            received=section.day("ДатаПоступило"),
            written_off=section.day("ДатаСписано"),
            purpose=section.purpose(),
        )
        self._count_in(document)
        return document

    def _count_in(self, document: Document) -> None:
        for account in {document.payer_account, document.recipient_account}:
            self._totals.setdefault(account, _Totals()).documents += 1
        if document.received:
            self._totals[document.recipient_account].incoming += document.amount
        if document.written_off:
            self._totals[document.payer_account].outgoing += document.amount

    def _add_up(self) -> None:
        for name, account in self.accounts.items():
            counted = self._totals.get(name, _Totals())
            if _differs(account.incoming, counted.incoming) or _differs(
                account.outgoing, counted.outgoing
            ):
                self._warn("TOTALS", name)
            self.accounts[name] = replace(account, documents=counted.documents)

    def _warn(self, what: str, account: str) -> None:
        warning = f"{what} {account}"
        if warning not in self.warnings:
            self.warnings.append(warning)


class _Section:
    """The keys of one section, read to its end."""

    def __init__(self, lines: Iterator[tuple[int, str]], line: int, end: str) -> None:
        self.line = self.last_line = line
        self._values: dict[str, tuple[int, str]] = {}
        last = ""
        for number, text in lines:
            self.last_line = number
            key, equals, value = text.partition("=")
            key = key.strip()
            if key == end:
                return
            if key in (_DOCUMENT_BEGINS, _ACCOUNT_BEGINS, LAST_LINE):
                raise StatementBroken(f"begins before {end}", number, key)
            if equals:
                last = key
                self._keep(number, key, value.strip())
            elif last in _PURPOSES:
                # Purposes are typed by people, also with line ends within.
                begun, before = self._values[last]
                if len(before) < LONGEST_VALUE:
                    whole = f"{before} {text.strip()}"
                    self._values[last] = (begun, whole[:LONGEST_VALUE])
            else:
                raise StatementBroken("neither a key with a value nor an end", number, key[:40])
        raise StatementBroken(f"the file was cut off: no {end}", self.last_line, end)

    def _keep(self, line: int, key: str, value: str) -> None:
        known, value = self._values.get(key), value[:LONGEST_VALUE]
        if known is not None and known[1] != value:
            raise StatementBroken("is there twice", line, key)
        if key in _KNOWN:
            self._values[key] = (line, value)

    def text(self, *keys: str) -> str:
        """Of the first of these keys that says something."""
        return next((value for key in keys if (value := self._at(key)[1])), "")

    def purpose(self) -> str:
        """Whole, else of its pieces, wherever they stand."""
        pieces = (self.text(key) for key in _PURPOSES[1:])
        whole = self.text(_PURPOSES[0]) or " ".join(piece for piece in pieces if piece)
        return whole[:LONGEST_VALUE]

    def day(self, key: str) -> date | None:
        line, value = self._at(key)
        if value.replace(" ", "") in _NO_DAYS:
            return None
        if found := _DAY.fullmatch(value):
            try:
                return date(int(found[3]), int(found[2]), int(found[1]))
            except ValueError:
                pass
        raise StatementBroken(f"«{value[:40]}» is no date such as 31.12.2026", line, key)

    def amount(self, key: str) -> int | None:
        line, value = self._at(key)
        return _hundredths(value, line, key) if value else None

    def balance(self, key: str) -> int | None:
        """Below zero with an overdraft."""
        line, value = self._at(key)
        if below := _NEGATIVE.fullmatch(value):
            return -_hundredths(below[1], line, key)
        return _hundredths(value, line, key) if value else None

    def required(self, key: str, read: Callable[[str], T | None]) -> T:
        found = read(key)
        if found is None:
            raise StatementBroken("is missing", self._at(key)[0], key)
        return found

    def _at(self, key: str) -> tuple[int, str]:
        return self._values.get(key, (self.line, ""))


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 if it is that, whatever it says of itself; else what it says, if that shows keys."""
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise StatementBroken("UTF-16 is no encoding of this format", 1, "Кодировка")
    if _is_utf8(file):
        return "utf-8"
    said = _DECLARED.search(head)
    order = (_DOS, _WINDOWS) if said and said[1].lower() == b"dos" else (_WINDOWS, _DOS)
    known = (each for each in order if _BEGUN.search(head.decode(each, "replace")))
    return next(known, order[0])


_BEGUN = re.compile(
    rf"^(?:{_ACCOUNT_BEGINS}|{_DOCUMENT_BEGINS}|ВерсияФормата|Кодировка)", re.MULTILINE
)


def _is_utf8(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(1 << 16):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO, encoding: str) -> Iterator[tuple[int, str]]:
    """Numbered lines that say something, whatever ends them."""
    file.seek(0)
    wrapped = io.TextIOWrapper(
        io.BufferedReader(_Kept(file)), encoding="utf-8-sig" if encoding == "utf-8" else encoding
    )
    number = 0
    try:
        while line := wrapped.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise StatementBroken(f"a line of more than {LONGEST_LINE} characters", number)
            # \x1a is how DOS ends a file.
            if text := line.strip(" \t\n\x1a\ufeff"):
                yield number, text
    except UnicodeDecodeError as broken:
        text = f"characters that are not {encoding}"
        raise StatementBroken(text, number + 1, "Кодировка") from broken


class _Kept(io.RawIOBase):
    """The file of somebody else: stays open when the reader of its text is gone."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _nothing_more(lines: Iterator[tuple[int, str]]) -> None:
    for number, _ in lines:
        raise StatementBroken(f"something comes after {LAST_LINE}", number, LAST_LINE)


def _hundredths(value: str, line: int, key: str) -> int:
    found = _AMOUNT.fullmatch(value)
    if not found:
        raise StatementBroken(f"«{value[:40]}» is no sum such as 1234.56", line, key)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _joined(before: Account, more: Account) -> Account:
    """Banks also write a section for each day."""
    if before.from_date is None or more.from_date is None:
        return more
    first, last = sorted((before, more), key=lambda each: each.from_date or date.min)
    return Account(
        account=more.account,
        from_date=first.from_date,
        to_date=max(filter(None, (first.to_date, last.to_date)), default=None),
        opening=first.opening,
        incoming=_sum(first.incoming, last.incoming),
        outgoing=_sum(first.outgoing, last.outgoing),
        closing=last.closing,
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _differs(said: int | None, counted: int) -> bool:
    return said is not None and said != counted
