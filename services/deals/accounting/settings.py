"""How a tenant's accounting is reached, and how it goes (pure)."""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.deals.accounting import address
from services.deals.accounting.odata import NAMES
from services.deals.accounting.port import BROKEN
from services.kit.errors import Violation
from services.kit.texts import line_problems, many_problems

LONGEST_LOGIN, LONGEST_PASSWORD, LONGEST_INTERVAL, MOST_ORGANIZATIONS = 100, 200, 1440, 50
# While it does not answer it is asked again after one, two, four … minutes.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
_NAME = re.compile(r"[^\W\d]\w{0,99}")


class State(StrEnum):
    OFF = "OFF"
    READY = "READY"
    BROKEN = "BROKEN"
    PAUSED = "PAUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingOrganization:
    seller: str = ""
    ref_key: str = ""
    display_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingSettings:
    """One of each tenant, made when first changed."""

    name: str
    enabled: bool = False
    url: str = ""
    login: str = ""
    sealed_password: bytes = field(default=b"", metadata={"secret": True})
    password_time: datetime | None = None
    organizations: tuple[AccountingOrganization, ...] = ()
    start_date: date | None = None
    interval_minutes: int = 10
    objects: Mapping[str, str] = field(default_factory=dict[str, str])
    # Firms whose 1C comes by itself, with files.
    file_sellers: tuple[str, ...] = ()
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def organization_of(self) -> dict[str, str]:
        return {each.seller: each.ref_key for each in self.organizations}

    def asks_the_same_as(self, other: "AccountingSettings") -> bool:
        """Whether a password for the one is one for the other."""
        same = address.origin(self.url) == address.origin(other.url)
        return same and self.login == other.login

    def problems(self, sellers: Sequence[str]) -> Iterator[Violation]:
        if (self.url or self.enabled) and (text := address.url_problem(self.url)):
            yield Violation("url", "ACCOUNTING_URL", text)
        yield from line_problems("login", self.login, LONGEST_LOGIN)
        if self.enabled and not self.login:
            yield Violation("login", "FIELD_REQUIRED", "Name the user of 1C.")
        if ":" in self.login:
            yield Violation("login", "ACCOUNTING_LOGIN", "Without a colon.")
        if not 1 <= self.interval_minutes <= LONGEST_INTERVAL:
            text = f"From 1 to {LONGEST_INTERVAL} minutes."
            yield Violation("interval_minutes", "ACCOUNTING_INTERVAL", text)
        yield from self._organization_problems(sellers)
        yield from self._file_problems(sellers)
        for usual, theirs in self.objects.items():
            if usual not in NAMES or not _NAME.fullmatch(theirs):
                text = f"A name of 1C for one of: {', '.join(sorted(NAMES))}."
                yield Violation("objects", "ACCOUNTING_OBJECT", text)
                return

    def _organization_problems(self, sellers: Sequence[str]) -> Iterator[Violation]:
        yield from many_problems("organizations", len(self.organizations), MOST_ORGANIZATIONS)
        named: set[str] = set()
        for at, each in enumerate(self.organizations):
            path = f"organizations[{at}]"
            if each.seller not in sellers or each.seller in named:
                text = "Each of your own firms once."
                yield Violation(f"{path}.seller", "SELLER_UNKNOWN", text)
            named.add(each.seller)
            if not is_key(each.ref_key):
                text = "A UUID of 1C: test the connection and choose one."
                yield Violation(f"{path}.ref_key", "ACCOUNTING_KEY", text)
            yield from line_problems(f"{path}.display_name", each.display_name)

    def _file_problems(self, sellers: Sequence[str]) -> Iterator[Violation]:
        """What goes both ways would be there twice."""
        yield from many_problems("file_sellers", len(self.file_sellers), MOST_ORGANIZATIONS)
        for at, each in enumerate(self.file_sellers):
            if each not in sellers or each in self.file_sellers[:at]:
                text = "Each of your own firms once."
                yield Violation(f"file_sellers[{at}]", "SELLER_UNKNOWN", text)
            elif each in self.organization_of:
                text = "It is an organization of the base that we ask: leave one of the two ways."
                yield Violation(f"file_sellers[{at}]", "ACCOUNTING_TWO_WAYS", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How accounting has answered of late, and how far its payments are read."""

    name: str
    last_error_reason: str = ""
    last_error_time: datetime | None = None
    last_success_time: datetime | None = None
    failures: int = 0
    pause_time: datetime | None = None
    payments_time: datetime | None = None
    # The newest day of a payment read.
    mark: date | None = None
    job: str = ""
    # When 1C came by itself last.
    files_time: datetime | None = None

    @property
    def failing(self) -> bool:
        return self.failures > 0


def state(settings: AccountingSettings, standing: Standing) -> State:
    if not settings.enabled:
        return State.READY if settings.file_sellers else State.OFF
    if not settings.sealed_password or (standing.failing and standing.last_error_reason in BROKEN):
        return State.BROKEN
    return State.PAUSED if standing.failing else State.READY


def pause(failures: int) -> timedelta:
    """After so many in a row."""
    return min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)


def is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
