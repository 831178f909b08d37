"""Who took part in an interaction: as he called himself, and who he is if that is known (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.parties.party import CLIENTS
from services.kit.texts import line, line_problems, required

LONGEST_NAME = 250
FEWEST_DIGITS, LOCAL_DIGITS = 5, 10
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d\s().\-\u2013]+")


class Kind(StrEnum):
    NAME = "NAME"
    PHONE = "PHONE"
    EMAIL = "EMAIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    text: str = ""
    kind: Kind | None = None
    record: str = ""
    record_display_name: str = ""
    # Of a contact: where he works.
    counterparty: str = ""

    def tidy(self) -> "Participant":
        text = line(self.text) or self.record_display_name
        return replace(self, text=text, kind=kind_of(text))

    def problems(self, path: str) -> Iterator[Violation]:
        if not self.text and not self.record:
            yield required(f"{path}.text")
        yield from line_problems(f"{path}.text", self.text, LONGEST_NAME)
        if self.record and not self.record.startswith(CLIENTS):
            text = f"There is no {self.record}: choose a client or a contact."
            yield Violation(f"{path}.record", "CONTACT_UNKNOWN", text)


def kind_of(text: str) -> Kind:
    if _EMAIL.fullmatch(text):
        return Kind.EMAIL
    is_phone = _PHONE.fullmatch(text) and len(digits(text)) >= FEWEST_DIGITS
    return Kind.PHONE if is_phone else Kind.NAME


def digits(phone: str) -> str:
    return "".join(each for each in phone if each.isdigit())
