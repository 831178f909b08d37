"""What a service declares: its table of contents, read by every process of it."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc

import services
from services.kit.caller import Caller
from services.kit.mongo import Collection, Db
from services.kit.settings import Settings, SettingsError

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
    # JobKinds of services.kit.jobs.
    jobs: Sequence[Any] = ()
    # By the first part of a resource's name.
    readers: Mapping[str, Reader] = field(default_factory=dict[str, Reader])
    # Brings what is stored up to this version of the code, over all tenants; run at each
    # installation while the service runs, so it changes nothing twice.
    refresh: Callable[[Db], None] | None = None

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
