"""What for people's data are used, and the texts they agree to (pure)."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.counterparties.consents.consent import (
    Consent,
    ConsentChannel,
    ConsentPurposeArchived,
    Status,
)
from services.kit.errors import Violation
from services.kit.texts import LONGEST_TEXT, line, line_problems, required

_NAMESPACE = uuid.UUID("0b6b3c9e-51f4-4f0c-9a57-8f0d7a1f6a10")


class Kind(StrEnum):
    ADVERTISING = "ADVERTISING"
    PROCESSING = "PROCESSING"
    TRANSFER = "TRANSFER"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    number: int
    text: str
    hash: str
    create_time: datetime
    creator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPurpose:
    name: str
    display_name: str
    kind: Kind
    text: str = ""
    texts: tuple[ConsentText, ...] = ()
    archived: bool = False
    built_in: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def has_channels(self) -> bool:
        """To process data or to hand them on takes no channel."""
        return self.kind in (Kind.ADVERTISING, Kind.OTHER)

    @property
    def places(self) -> tuple[ConsentChannel | None, ...]:
        """For what of it a consent is given or refused."""
        return tuple(ConsentChannel) if self.has_channels else (None,)

    def tidy(self) -> "ConsentPurpose":
        return replace(self, display_name=line(self.display_name), text=self.text.strip())

    def saved(self, now: datetime, creator: str) -> "ConsentPurpose":
        """Tidy; with another text as its next version."""
        tidy = self.tidy()
        if not tidy.text or (tidy.texts and tidy.texts[-1].text == tidy.text):
            return tidy
        version = ConsentText(
            number=len(tidy.texts) + 1,
            text=tidy.text,
            hash=hashlib.sha256(tidy.text.encode()).hexdigest(),
            create_time=now,
            creator=creator,
        )
        return replace(tidy, texts=(*tidy.texts, version))

    def problems(self, before: "ConsentPurpose | None") -> Iterator[Violation]:
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, 250)
        yield from line_problems("text", self.text, LONGEST_TEXT)
        if before and self.kind is not before.kind:
            text = "Consents were given for this kind: make another purpose."
            yield Violation("kind", "CONSENT_KIND_FIXED", text)
        if self.built_in and self.archived:
            text = "Every tenant has it: it stays."
            yield Violation("archived", "CONSENT_PURPOSE_BUILT_IN", text)

    def fitted(self, consent: Consent) -> Consent:
        """With the text that was shown, unless somebody says which one it was."""
        if self.archived and consent.status is Status.GIVEN:
            raise ConsentPurposeArchived(f"{self.name} is archived", name=self.name)
        number = consent.text_version or len(self.texts)
        found = self.texts[number - 1] if 0 < number <= len(self.texts) else None
        return replace(
            consent,
            text_version=found.number if found else consent.text_version,
            text_hash=found.hash if found else "",
        )

    def consent_problems(self, consent: Consent) -> Iterator[Violation]:
        if self.has_channels and not consent.channels:
            yield required("channels")
        if consent.channels and not self.has_channels:
            text = "This purpose has no channels: leave them out."
            yield Violation("channels", "CONSENT_CHANNELS", text)
        if consent.text_version and not consent.text_hash:
            text = f"There is no version {consent.text_version} of its text."
            yield Violation("text_version", "CONSENT_TEXT_UNKNOWN", text)


# What every tenant begins with: the law asks for a document of its own for each.
_BUILT_IN = {
    Kind.ADVERTISING: "Реклама и рассылки",
    Kind.PROCESSING: "Обработка персональных данных",
    Kind.TRANSFER: "Передача данных третьим лицам",
}


def built_in_name(tenant: str, kind: Kind) -> str:
    """Known without a look: each change of `marketing_consent` needs it."""
    return f"consentPurposes/{uuid.uuid5(_NAMESPACE, f'{tenant}/{kind}')}"


def built_in(tenant: str) -> list[ConsentPurpose]:
    return [
        ConsentPurpose(
            name=built_in_name(tenant, kind), display_name=title, kind=kind, built_in=True
        )
        for kind, title in _BUILT_IN.items()
    ]
