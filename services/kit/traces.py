"""What of a document speaks of one person, and the document without it (pure).

A person is found by what nobody else has: telephones, e-mails, numbers, his name. A document with
none of them is told at the speed of a search for bytes; one with any is looked through by texts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote_plus

from google.protobuf.message import Message

ERASED = "[удалено]"
_ADDRESS = "/?&=:,+-._"
_APART = r"[\s().\-–\u00a0]*"
_BETWEEN = r"[\W_]{1,3}"
_WORD = re.compile(r"[^\W_]+")
# What stands between the digits of a number, byte by byte.
_DRESS = " ().-–\u00a0".encode()
# A name with any ending: how much of it must be left, and how long endings are.
_SHORTEST_STEM, _ENDING = 5, 3
_ENDINGS = re.compile("(?:ий|ый|ой|ая|яя|[аяйь])$")
# Shorter words are a name only with a capital: «Мороз» is, «мороз» is not.
_SURE = 8
Fields = Any


@dataclass(frozen=True)
class Traces:
    """Of one person. See crm.privacy.v1.PersonTraces."""

    names: Sequence[str] = ()
    full_names: Sequence[str] = ()
    words: Sequence[str] = ()
    phones: Sequence[str] = ()
    emails: Sequence[str] = ()
    numbers: Sequence[str] = ()
    texts: Sequence[str] = ()
    _named: frozenset[str] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", frozenset(self.names))

    @classmethod
    def of(cls, message: Any) -> "Traces":
        return cls(**{key: tuple(getattr(message, key)) for key in KEYS})

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> "Traces":
        return cls(**{key: tuple(params.get(key, ())) for key in KEYS})

    def params(self) -> dict[str, list[str]]:
        return {key: list(getattr(self, key)) for key in KEYS}

    def without_words(self) -> "Traces":
        """For where a word of a name may be another's after all."""
        return replace(self, words=())

    # --- finding -------------------------------------------------------------------------------

    def in_bytes(self, raw: bytes) -> bool:
        """Whether there may be something: never wrongly no."""
        words, digits = self._bytes
        if any(each in raw for each in words):
            return True
        # Telephones and numbers come in all dresses: without spaces and the like they are alike.
        bare = raw.translate(None, _DRESS) if digits else b""
        return any(each in bare for each in digits)

    def in_text(self, text: str) -> bool:
        return self._pattern.search(text) is not None

    @cached_property
    def _bytes(self) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """To look for as they are, and among bare digits."""
        words = [*map(_shortest, self.full_names), *(w.removesuffix("*") for w in self.words)]
        words += [_local(each) for each in self.emails]
        forms = {form for word in words for form in _forms(word) if form}
        found = {each.encode() for each in forms} | {quote(each).encode() for each in forms}
        found |= {_id(each).encode() for each in self.names}
        bare = (digits[-7:].encode().translate(None, _DRESS) for digits in self._digits)
        return tuple(found), tuple({each for each in bare if each})

    @property
    def _digits(self) -> Sequence[str]:
        return (*self.phones, *self.numbers)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [_phone(digits) for digits in self.phones]
        parts += [_digits(digits) for digits in self.numbers]
        parts += [rf"(?<![\w.+-]){re.escape(each)}(?![\w-])" for each in self.emails]
        parts += [_spelled(each) for each in sorted(self.full_names, key=len, reverse=True)]
        parts += [_word(each) for each in sorted(self.words, key=len, reverse=True)]
        return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)

    @cached_property
    def _weak(self) -> re.Pattern[str]:
        parts = [re.escape(each) for each in sorted(self.texts, key=len, reverse=True)]
        return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)

    # --- taking out ----------------------------------------------------------------------------

    def cleaned(self, value: Any, *, deep: bool = False) -> Any:
        """The same without him. `deep`: also without his addresses and remarks."""
        if isinstance(value, str):
            return self._clean_text(value, deep)
        if isinstance(value, bytes):
            return b"" if self.in_bytes(value) else value
        if isinstance(value, Mapping):
            return self._clean_mapping(value, deep)
        if isinstance(value, list | tuple):
            return [self.cleaned(each, deep=deep) for each in value]
        return value

    def _clean_text(self, text: str, deep: bool) -> str:
        if "%" in text and (plain := unquote_plus(text)) != text and self.in_text(plain):
            # A filter as it stands in an address.
            return quote(self._pattern.sub(ERASED, plain), safe=_ADDRESS)
        clean = self._pattern.sub(ERASED, text)
        return self._weak.sub(ERASED, clean) if deep else clean

    def _clean_mapping(self, value: Mapping[str, Any], deep: bool) -> dict[str, Any]:
        if self.is_his(value.get("_id")) or self.is_his(value.get("name")):
            # A record of his within another document.
            return {key: value[key] for key in ("_id", "name") if key in value}
        return {
            self._clean_text(key, deep=False): self.cleaned(each, deep=deep)
            for key, each in value.items()
        }

    def names_in(self, data: bytes) -> bool:
        """Whether records of his are spoken of."""
        return any(name.encode() in data for name in self.names)

    def is_his(self, name: Any) -> bool:
        return isinstance(name, str) and name in self._named

    def clean_message(self, message: Message) -> None:
        """In place, records of his within it included."""
        for known, value in message.ListFields():
            kind: Fields = known
            if kind.type == kind.TYPE_STRING:
                self._clean_strings(message, kind, value)
            elif kind.type == kind.TYPE_MESSAGE:
                if kind.message_type.GetOptions().map_entry:
                    self._clean_map(value)
                for each in _messages(kind, value):
                    if self.is_his(getattr(each, "name", None)):
                        each.Clear()
                    else:
                        self.clean_message(each)

    def _clean_map(self, value: Any) -> None:
        for key, each in list(value.items()):
            clean = self._clean_text(key, deep=False) if isinstance(key, str) else key
            if isinstance(each, str):
                del value[key]
                value[clean] = self._clean_text(each, deep=True)
            elif clean != key:
                if isinstance(each, Message):
                    value[clean].CopyFrom(each)
                else:
                    value[clean] = each
                del value[key]

    def _clean_strings(self, message: Message, kind: Fields, value: Any) -> None:
        if isinstance(value, str):
            setattr(message, kind.name, self._clean_text(value, deep=True))
            return
        clean = [self._clean_text(each, deep=True) for each in value]
        del value[:]
        value.extend(clean)


KEYS = ("names", "full_names", "words", "phones", "emails", "numbers", "texts")


def stem(word: str) -> str:
    """What Russian endings leave alone of a name, followed by a star; or the name itself."""
    left = _ENDINGS.sub("", word)
    return f"{left}*" if len(left) >= _SHORTEST_STEM else word


def _messages(kind: Fields, value: Any) -> Iterable[Message]:
    if kind.message_type.GetOptions().map_entry:
        return [each for each in value.values() if isinstance(each, Message)]
    return [value] if isinstance(value, Message) else value


def _forms(text: str) -> Iterable[str]:
    """As people type it; ё may be written е."""
    for each in (text, text.replace("ё", "е").replace("Ё", "Е")):
        yield from (each.lower(), each.upper(), each.capitalize(), each)


def _shortest(full_name: str) -> str:
    """The word of a name that the fewest texts have, most likely: its longest."""
    return max(_WORD.findall(full_name), key=len, default="")


def _id(name: str) -> str:
    return name.partition("/")[2] or name


def _local(email: str) -> str:
    """What stands before the @, unless so little tells nothing."""
    local = email.partition("@")[0]
    return local if len(local) >= 4 else email


def _phone(digits: str) -> str:
    return rf"(?<!\d)(?:\+?\d{{1,3}}{_APART})?{_APART.join(digits)}(?!\d)"


def _digits(digits: str) -> str:
    return rf"(?<!\w){_APART.join(map(re.escape, digits))}(?!\w)"


def _spelled(full_name: str) -> str:
    words = _BETWEEN.join(_letters(word) for word in _WORD.findall(full_name))
    return rf"(?<!\w){words}(?!\w)"


def _word(word: str) -> str:
    ending = rf"\w{{0,{_ENDING}}}" if word.endswith("*") else ""
    known = word.removesuffix("*")
    capital = "" if len(known) >= _SURE else rf"(?-i:(?={_capital(known[0])}))"
    return rf"(?<!\w){capital}{_letters(known)}{ending}(?!\w)"


def _capital(letter: str) -> str:
    return "[ЕЁ]" if letter in "еёЕЁ" else re.escape(letter.upper())


def _letters(word: str) -> str:
    return re.sub("[её]", "[её]", re.escape(word.casefold()))
