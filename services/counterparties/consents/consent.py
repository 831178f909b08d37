"""What a person said once about the use of his data (pure). An entry never changes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.kit.errors import FailedPrecondition, Violation
from services.kit.texts import line, line_problems, required

LONGEST_NOTE = 2000
# Clocks of those who send entries differ a little.
TOLERANCE = timedelta(minutes=5)


class ConsentPurposeArchived(FailedPrecondition):
    """No new consents are taken for it; refusals always are."""

    reason = "CONSENT_PURPOSE_ARCHIVED"


class ConsentChannel(StrEnum):
    PHONE = "PHONE"
    SMS = "SMS"
    EMAIL = "EMAIL"
    MESSENGER = "MESSENGER"
    POST = "POST"


class Status(StrEnum):
    GIVEN = "GIVEN"
    WITHDRAWN = "WITHDRAWN"
    REFUSED = "REFUSED"
    CLEARED = "CLEARED"


class LegalBasis(StrEnum):
    CONSENT = "CONSENT"
    CONTRACT = "CONTRACT"
    LAW = "LAW"
    LEGITIMATE_INTEREST = "LEGITIMATE_INTEREST"


class Method(StrEnum):
    FORM = "FORM"
    PAPER = "PAPER"
    CALL = "CALL"
    EMAIL_CONFIRMATION = "EMAIL_CONFIRMATION"
    IMPORT = "IMPORT"
    CARD = "CARD"
    MERGE = "MERGE"
    OTHER = "OTHER"


# What only the service itself says.
OWN_METHODS = frozenset({Method.IMPORT, Method.CARD, Method.MERGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEvidence:
    submission: str = ""
    ip: str = ""
    user_agent: str = ""
    page: str = ""
    file: str = ""
    note: str = ""

    def tidy(self) -> "ConsentEvidence | None":
        tidied = ConsentEvidence(
            submission=line(self.submission),
            ip=line(self.ip),
            user_agent=line(self.user_agent),
            page=line(self.page),
            file=line(self.file),
            note=self.note.strip(),
        )
        return None if tidied == ConsentEvidence() else tidied

    def problems(self) -> Iterator[Violation]:
        for field in ("submission", "ip", "user_agent", "page", "file"):
            yield from line_problems(f"evidence.{field}", getattr(self, field))
        yield from line_problems("evidence.note", self.note, LONGEST_NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    name: str
    person: str
    purpose: str
    channels: tuple[ConsentChannel, ...] = ()
    status: Status
    legal_basis: LegalBasis = LegalBasis.CONSENT
    text_version: int = 0
    text_hash: str = ""
    method: Method
    evidence: ConsentEvidence | None = None
    said_time: datetime | None = None
    expire_time: datetime | None = None
    actor: str = ""
    actor_display_name: str = ""
    source: str = ""
    # Of which record it was said; `person` follows merges.
    subject: str = ""
    create_time: datetime | None = None

    def tidy(self, now: datetime) -> "Consent":
        return replace(
            self,
            channels=tuple(c for c in ConsentChannel if c in self.channels),
            legal_basis=self.legal_basis or LegalBasis.CONSENT,
            evidence=self.evidence.tidy() if self.evidence else None,
            said_time=self.said_time or now,
            subject=self.subject or self.person,
        )

    def problems(self, now: datetime) -> Iterator[Violation]:
        """Of a tidied one; what its purpose asks for comes besides."""
        if self.said_time and self.said_time > now + TOLERANCE:
            text = "Nobody has said it yet: correct the moment."
            yield Violation("said_time", "MOMENT_IN_FUTURE", text)
        if self.expire_time and self.status is not Status.GIVEN:
            text = "Only a consent ends by itself: leave it empty."
            yield Violation("expire_time", "CONSENT_EXPIRY", text)
        elif self.expire_time and self.said_time and self.expire_time <= self.said_time:
            text = "It would end before it began: choose a later day."
            yield Violation("expire_time", "CONSENT_EXPIRY", text)
        if self.method in OWN_METHODS:
            text = "Say how the person said it: on a form, on paper, in a call."
            yield Violation("method", "CONSENT_METHOD", text)
        if self.status is Status.CLEARED and not (self.evidence and self.evidence.note):
            # It undoes what somebody may have to prove.
            yield required("evidence.note")
        if self.evidence:
            yield from self.evidence.problems()
