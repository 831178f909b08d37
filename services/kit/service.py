"""What a service declares: its table of contents, read by every process of it."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import grpc
from google.protobuf.message import Message

import services
from services.kit import people_events
from services.kit.caller import Caller
from services.kit.estates import Estate
from services.kit.handing_over import HandOver
from services.kit.jobs import JobKind
from services.kit.mongo import Collection, Db
from services.kit.people import PEOPLE
from services.kit.personal_data import Holdings, PersonalDataJob
from services.kit.personal_data_events import PersonalDataListener
from services.kit.restamping import Restamp
from services.kit.settings import Settings, SettingsError
from services.kit.stamps import Stamped
from services.kit.telling import Teller, Tellers

# Finds what a caller may read of a resource, or raises NotFound; the audit trail asks it.
Reader = Callable[[Db, Caller, str], Any]


@dataclass(frozen=True, slots=True)
class Runtime:
    """A service where it runs: its settings and its store."""

    service: str
    settings: Settings

    def db(self, tenant: str) -> Db:
        return Db(
            url=self.settings.mongo_url(self.service),
            database=self.settings.database(self.service),
            service=self.service,
            tenant=tenant,
        )


Registration = tuple[Callable[[Any, grpc.Server], None], Callable[[Runtime], object]]


@dataclass(frozen=True, kw_only=True)
class Service:
    name: str
    # (add_XServicer_to_server, Runtime -> servicer)
    servicers: Sequence[Registration]
    collections: Sequence[Collection[Any]] = ()
    # An EventWorker class of services.kit.events.
    events: Any = None
    jobs: Sequence[JobKind] = ()
    # What it knows of people whose data it keeps. Each service answers those who ask for theirs.
    personal_data: Holdings | None = None
    # Its records that have owners.
    people: Sequence[Stamped] = ()
    # The same records, as they go to others when their owners leave.
    estates: Sequence[Estate[Any]] = ()
    # By the first part of a resource's name.
    readers: Mapping[str, Reader] = field(default_factory=dict[str, Reader])
    # Likewise: its fields that copy those of clients -> what clients call them. Whoever may not
    # read those finds the copies in no history.
    copies: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    # What of its events belongs on timelines.
    tellers: Tellers = field(default_factory=dict[type[Message], Teller])
    # Brings what is stored up to this version of the code, over all tenants; run at each
    # installation while the service runs, so it changes nothing twice.
    refresh: Callable[[Db], None] | None = None

    def __post_init__(self) -> None:
        """Adds what the kit does for a service of its kind, which so cannot be forgotten."""
        collections, jobs = [*self.collections], [*self.jobs]
        workers = [self.events] if self.events else []
        if self.people:
            collections.append(PEOPLE)
            jobs.append(Restamp(self.name, self.people))
            if self.estates:
                jobs.append(HandOver(self.name, self.estates))
            workers.append(people_events.listener(self.people, self.estates))
        if self.personal_data:
            spared = self.personal_data.spared | {PEOPLE.id}
            known = replace(self.personal_data, collections=collections, spared=spared)
            jobs.append(PersonalDataJob(known))
            workers.append(PersonalDataListener)
        events = type(f"{self.name}_events", tuple(workers), {"name": self.name})
        values = {"collections": collections, "jobs": jobs, "events": events if workers else None}
        for field_name, value in values.items():
            object.__setattr__(self, field_name, value)

    def runtime(self, settings: Settings) -> Runtime:
        return Runtime(self.name, settings)


def names() -> list[str]:
    """The services there are: the packages beside the kit."""
    found = pkgutil.iter_modules(services.__path__)
    return sorted(each.name for each in found if each.ispkg and each.name != "kit")


def load(name: str) -> list[Service]:
    """One service by name, or `all`."""
    wanted = names() if name == "all" else [name]
    if unknown := set(wanted) - set(names()):
        raise SettingsError(
            f"There is no service {unknown.pop()!r}; there are {', '.join(names())}."
        )
    return [importlib.import_module(f"services.{each}.service").SERVICE for each in wanted]
