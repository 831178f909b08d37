"""What can be done to funnels. Each change of stages makes another version, and deals under way go
on by theirs."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import funnels_pb2 as pb
from services.deals.funnels import store
from services.deals.funnels.funnel import (
    MOST_FUNNELS,
    Funnel,
    FunnelDefault,
    FunnelTaken,
    FunnelVersion,
    Stage,
    TooManyFunnels,
    version_name,
)
from services.deals.funnels.seeds import built_in
from services.deals.funnels.store import FUNNELS, VERSIONS
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller, system
from services.kit.errors import AlreadyExists, InvalidArgument, NotFound, Violation
from services.kit.mapping import to_proto
from services.kit.mongo import ANYBODYS, Db, require_etag, transactional
from services.kit.recent import Recent

READ = "funnels.read"
# Funnels are the tenant's: whoever reads any reads all.
ALL = (EVERYBODY,)
# Tenants that have some, as this process knows: none ever goes.
_begun: set[tuple[str, str]] = set()
_recent: Recent[Funnel] = Recent()
_ever: Recent[Stage] = Recent()


def begin(db: Db, language: str) -> None:
    """Those each tenant begins with, once: when it appears, else when somebody first asks. Call
    outside of a transaction."""
    if (db.database, db.tenant) in _begun:
        return
    if not store.count(db, 1):
        # Somebody else may give them meanwhile.
        with suppress(AlreadyExists):
            give_built_in(db, language)
    _begun.add((db.database, db.tenant))


@transactional
def give_built_in(db: Db, language: str) -> None:
    if store.count(db, 1):
        return
    given = FUNNELS.insert_many(db, built_in(db.tenant, language))
    VERSIONS.insert_many(db, map(_version_of, given))
    rows = [
        changes.Change(event=_created(funnel), after=funnel, permission=READ, visible_to=ALL)
        for funnel in given
    ]
    changes.record_many(db, system(db.tenant), rows)


def recent(db: Db, name: str) -> Funnel:
    """As it was a moment ago; "": the default one. For what only shows."""
    return _recent.get(db, lambda: FUNNELS.get(db, name) if name else _default(db), name)


def _default(db: Db) -> Funnel:
    found = store.default(db)
    if found is None:
        raise NotFound("No default funnel")
    return found


def stage_ever(db: Db, funnel: Funnel, stage_id: str) -> Stage:
    """As it was in the last version that had it: boards ask for it as long as deals are there."""

    def read() -> Stage:
        stages = store.stages_with(db, funnel.name, stage_id)
        return next((each for each in stages if each.id == stage_id), Stage(id=stage_id))

    return _ever.get(db, read, f"{funnel.name}@{funnel.stages_version}/{stage_id}")


def chosen(db: Db, name: str) -> Funnel:
    """Where a new deal goes; the default one unless one is named."""
    funnel = FUNNELS.find(db, name) if name else store.default(db)
    if funnel is None:
        text = f"There is no {name}: choose another one."
        raise InvalidArgument(text, field="funnel", reason="FUNNEL_UNKNOWN")
    if funnel.archived:
        text = f"{funnel.display_name} takes no new deals: choose another one."
        raise InvalidArgument(text, field="funnel", reason="FUNNEL_ARCHIVED")
    return funnel


def found(db: Db, name: str, stages_version: int = 0) -> Funnel:
    """As it is now, or with the stages of an earlier version."""
    funnel = FUNNELS.get(db, name)
    if stages_version in (0, funnel.stages_version):
        return funnel
    version = VERSIONS.find(db, version_name(name, stages_version))
    if version is None:
        text = f"{name} has had {funnel.stages_version} versions of its stages"
        raise NotFound(text, name=name)
    return replace(
        funnel,
        stages=version.stages,
        win_conditions=version.win_conditions,
        stages_version=stages_version,
    )


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Funnel:
    begin(db, caller.language)
    name = FUNNELS.new_name(request_id)
    draft = Funnel(**values, name=name)
    return FUNNELS.once(db, name, request_id, lambda: _create(db, caller, draft), ANYBODYS)


def _create(db: Db, caller: Caller, draft: Funnel) -> Funnel:
    try:
        return _insert(db, caller, draft)
    except AlreadyExists as error:
        raise FunnelTaken("There is a funnel of this name already") from error


@transactional
def _insert(db: Db, caller: Caller, draft: Funnel) -> Funnel:
    if store.count(db, MOST_FUNNELS) >= MOST_FUNNELS:
        raise TooManyFunnels(f"At most {MOST_FUNNELS} funnels", most=str(MOST_FUNNELS))
    created = FUNNELS.insert(db, _settled(draft, None))
    VERSIONS.insert(db, _version_of(created))
    _only_default(db, caller, created)
    changes.record(db, caller, _created(created), after=created, permission=READ, visible_to=ALL)
    return created


def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Funnel:
    try:
        return _update(db, caller, name, etag, values)
    except AlreadyExists as error:
        raise FunnelTaken("There is a funnel of this name already") from error
    finally:
        # Another one may have been the default one until now.
        _recent.forget(db, name)
        _recent.forget(db)


@transactional
def _update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Funnel:
    current = FUNNELS.get(db, name)
    require_etag(current, etag)
    changed = _settled(replace(current, **values), current).with_version(current)
    if changed == current:
        return current
    if current.default and (changed.archived or not changed.default):
        raise FunnelDefault(f"{current.display_name} is the default one", name=name)
    saved = FUNNELS.replace(db, changed)
    if saved.stages_version != current.stages_version:
        VERSIONS.insert(db, _version_of(saved))
    if not current.default:
        _only_default(db, caller, saved)
    _tell_updated(db, caller, current, saved)
    return saved


def _only_default(db: Db, caller: Caller, chosen: Funnel) -> None:
    """Whoever was it until now is not any more."""
    if not chosen.default:
        return
    for other in FUNNELS.select(db, {"default": True, "_id": {"$ne": chosen.name}}):
        _tell_updated(db, caller, other, FUNNELS.replace(db, replace(other, default=False)))


def _settled(draft: Funnel, before: Funnel | None) -> Funnel:
    tidy = draft.tidy()
    problems = [*_unknown_stages(draft, before), *tidy.problems(before)]
    if problems:
        raise InvalidArgument.of(problems)
    return tidy


def _unknown_stages(draft: Funnel, before: Funnel | None) -> list[Violation]:
    known = {stage.id for stage in before.stages} if before else set[str]()
    text = "It is not a stage of this funnel, or named already: leave the id of a new one empty."
    problems: list[Violation] = []
    for path, sent in draft.sent_ids():
        if sent not in known:
            problems.append(Violation(path, "STAGE_UNKNOWN", text))
        known.discard(sent)
    return problems


def _version_of(funnel: Funnel) -> FunnelVersion:
    return FunnelVersion(
        name=version_name(funnel.name, funnel.stages_version),
        funnel=funnel.name,
        stages_version=funnel.stages_version,
        stages=funnel.stages,
        win_conditions=funnel.win_conditions,
    )


def _created(funnel: Funnel) -> events.FunnelCreated:
    return events.FunnelCreated(funnel=to_proto(funnel, pb.Funnel))


def _tell_updated(db: Db, caller: Caller, before: Funnel, after: Funnel) -> None:
    event = events.FunnelUpdated(funnel=to_proto(after, pb.Funnel))
    about = {"before": before, "after": after}
    changes.record(db, caller, event, permission=READ, visible_to=ALL, **about)
