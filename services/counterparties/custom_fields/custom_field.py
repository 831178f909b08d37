"""The definition of a field that a tenant made itself, and the rules it keeps (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.counterparties.requisites import Kind
from services.kit.errors import AlreadyExists, FailedPrecondition, Violation
from services.kit.texts import line, line_problems, many_problems, required

MOST_FIELDS = 100
# Each value of one is a key more in the index of every save.
MOST_FILTERABLE = 10
MOST_OPTIONS = 200
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_OPTION = re.compile(r"[a-z0-9][a-z0-9_]{0,39}", re.ASCII)
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o"),
            *("p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e"),
            *("yu", "ya"),
        ),
        strict=True,
    )
)


class CustomFieldKeyTaken(AlreadyExists):
    reason = "CUSTOM_FIELD_KEY_TAKEN"


class CustomFieldInUse(FailedPrecondition):
    """Records have values of it: it can be archived."""

    reason = "CUSTOM_FIELD_IN_USE"


class TooManyFilterable(FailedPrecondition):
    reason = "CUSTOM_FIELDS_TOO_MANY_FILTERABLE"


class TooManyCustomFields(FailedPrecondition):
    reason = "CUSTOM_FIELDS_TOO_MANY"


class Resource(StrEnum):
    COUNTERPARTY = "COUNTERPARTY"
    CONTACT = "CONTACT"


class Type(StrEnum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    MONEY = "MONEY"
    DATE = "DATE"
    LIST = "LIST"
    MULTI_LIST = "MULTI_LIST"
    BOOLEAN = "BOOLEAN"
    LINK = "LINK"


LISTS = (Type.LIST, Type.MULTI_LIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFieldOption:
    """A value of a list; records keep its id, so its label may change."""

    label: str
    id: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    name: str
    resource: Resource
    key: str
    display_name: str
    type: Type
    description: str = ""
    options: tuple[CustomFieldOption, ...] = ()
    required: bool = False
    kinds: tuple[Kind, ...] = ()
    group: str = ""
    in_list: bool = False
    filterable: bool = False
    archived: bool = False
    position: int = 0
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "CustomField":
        return replace(
            self,
            key=self.key.strip(),
            display_name=line(self.display_name),
            description=self.description.strip(),
            group=line(self.group),
            kinds=tuple(dict.fromkeys(kind for kind in self.kinds if kind)),
            options=_identified(self.options),
        )

    def problems(self, before: "CustomField | None" = None) -> list[Violation]:
        return [
            *self._text_problems(),
            *self._option_problems(before),
            *(self._fixed_problems(before) if before else ()),
        ]

    def applies_to(self, kind: Kind | None) -> bool:
        return not self.kinds or kind is None or kind in self.kinds

    @property
    def labels(self) -> dict[str, str]:
        """Option id -> what people read."""
        return {option.id: option.label for option in self.options}

    def _text_problems(self) -> Iterator[Violation]:
        if not _KEY.fullmatch(self.key):
            text = "Latin letters, digits and _, a letter first, at most 40: such as contract_type."
            yield Violation("key", "CUSTOM_FIELD_KEY_FORMAT", text)
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, 100)
        yield from line_problems("group", self.group, 100)
        yield from line_problems("description", self.description, 500)
        if self.kinds and self.resource is Resource.CONTACT:
            text = "Contacts are people: leave the kinds out."
            yield Violation("kinds", "CUSTOM_FIELD_KINDS_OF_CONTACT", text)

    def _option_problems(self, before: "CustomField | None") -> Iterator[Violation]:
        if self.type not in LISTS:
            if self.options:
                yield Violation("options", "OPTIONS_OF_LISTS_ONLY", "Only lists have options.")
            return
        if not self.options:
            yield required("options")
        yield from many_problems("options", len(self.options), MOST_OPTIONS)
        yield from self._each_option_problems()
        lost = set(before.labels if before else ()) - set(self.labels)
        for option in sorted(lost):
            text = f"Records may have {option}: archive it instead of leaving it out."
            yield Violation("options", "OPTION_LEFT_OUT", text)

    def _each_option_problems(self) -> Iterator[Violation]:
        taken: set[str] = set()
        for at, option in enumerate(self.options[:MOST_OPTIONS]):
            path = f"options[{at}]"
            if not option.label:
                yield required(f"{path}.label")
            yield from line_problems(f"{path}.label", option.label, 100)
            if not _OPTION.fullmatch(option.id):
                text = "Latin letters, digits and _, at most 40."
                yield Violation(f"{path}.id", "CUSTOM_FIELD_KEY_FORMAT", text)
            same = {f"id {option.id}", f"label {option.label.casefold()}"}
            if taken & same:
                yield Violation(path, "OPTION_TWICE", "This option is there already.")
            taken |= same

    def _fixed_problems(self, before: "CustomField") -> Iterator[Violation]:
        for field in ("resource", "key", "type"):
            if getattr(self, field) != getattr(before, field):
                text = f"{field} never changes: define another field."
                yield Violation(field, "CUSTOM_FIELD_FIXED", text)


def slug(label: str) -> str:
    """A label as an identifier: «Очень горячий» -> `ochen_goryachiy`."""
    latin = "".join(_LATIN.get(letter, letter) for letter in label.lower())
    return re.sub(r"[^a-z0-9]+", "_", latin, flags=re.ASCII).strip("_")[:36].rstrip("_")


def _identified(options: tuple[CustomFieldOption, ...]) -> tuple[CustomFieldOption, ...]:
    """Every option with an id; labels that give the same one are told apart by number."""
    taken = {option.id for option in options if option.id}
    done: list[CustomFieldOption] = []
    for at, option in enumerate(options, start=1):
        label, own = line(option.label), option.id.strip()
        if not own:
            base = slug(label) or f"option_{at}"
            names = (base if n == 1 else f"{base}_{n}" for n in range(1, len(options) + 2))
            own = next(name for name in names if name not in taken)
            taken.add(own)
        done.append(replace(option, label=label, id=own))
    return tuple(done)
