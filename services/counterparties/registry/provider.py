"""The port to whoever knows companies, and the ways in which it may fail.

A provider is a small class with the two questions below; `desk` lists them. It raises one of these
refusals, whose reasons the user reads in his language.
"""

from typing import Protocol

from services.counterparties.registry.party import Suggestion
from services.kit.errors import (
    FailedPrecondition,
    ResourceExhausted,
    ServiceError,
    Unavailable,
)


class Provider(Protocol):
    def find_by_id(self, number: str, kpp: str = "") -> list[Suggestion]:
        """All that bear an INN or an OGRN; with `kpp` just that branch. Empty if there is none."""
        ...

    def suggest(self, text: str) -> list[Suggestion]:
        """At most ten that fit what was typed so far."""
        ...


class NotConfigured(FailedPrecondition):
    reason = "REGISTRY_NOT_CONFIGURED"


class KeyMissing(FailedPrecondition):
    reason = "REGISTRY_KEY_MISSING"


class KeyUnreadable(FailedPrecondition):
    """CRM_SECRET_KEY is another than when the key was entered."""

    reason = "REGISTRY_KEY_UNREADABLE"


class SecretMissing(FailedPrecondition):
    """Without CRM_SECRET_KEY no key can be kept."""

    reason = "REGISTRY_SECRET_MISSING"


class FileMissing(FailedPrecondition):
    reason = "REGISTRY_FILE_MISSING"


class KeyRefused(FailedPrecondition):
    reason = "REGISTRY_KEY_REFUSED"


class KeyOrLimit(FailedPrecondition):
    """The vendor says no without saying which: a wrong key and a used-up day look alike."""

    reason = "REGISTRY_KEY_OR_LIMIT"


class LimitReached(FailedPrecondition):
    reason = "REGISTRY_LIMIT_REACHED"


class RequestRefused(FailedPrecondition):
    """The vendor does not understand us: nothing a repetition would change."""

    reason = "REGISTRY_REQUEST_REFUSED"


class TooFast(ResourceExhausted):
    reason = "REGISTRY_TOO_FAST"


class Busy(ResourceExhausted):
    """As many questions as we allow are under way already."""

    reason = "REGISTRY_BUSY"


class Unanswered(Unavailable):
    reason = "REGISTRY_UNAVAILABLE"


class BadAnswer(Unavailable):
    reason = "REGISTRY_BAD_ANSWER"


# Asking again today would be refused again: nobody does until the vendor's day is over, the key is
# another, or a person presses «test».
TERMINAL: dict[str, type[FailedPrecondition]] = {
    each.reason: each for each in (KeyRefused, KeyOrLimit, LimitReached)
}
# Put right by a person alone.
BROKEN = frozenset(
    each.reason for each in (KeyMissing, KeyUnreadable, SecretMissing, FileMissing, KeyRefused)
)
REFUSALS: tuple[type[ServiceError], ...] = (
    *(NotConfigured, KeyMissing, KeyUnreadable, SecretMissing, FileMissing, KeyRefused),
    *(KeyOrLimit, LimitReached, RequestRefused, TooFast, Busy, Unanswered, BadAnswer),
)
