"""What can be done to funnels. Each change of stages makes another version, and deals under way go
on by theirs."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from crm.deals.v1 import events_pb2 as events
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
from services.kit.caller import Caller
from services.kit.dictionaries import Dictionary
from services.kit.errors import AlreadyExists, InvalidArgument, NotFound, Violation
from services.kit.mongo import Db
from services.kit.recent import Recent

READ = "funnels.read"


class Funnels(Dictionary[Funnel]):
    """Exactly one of them is the default one. None is ever deleted: deals go by it."""

    collection = FUNNELS
    created = events.FunnelCreated
    updated = events.FunnelUpdated
    permission = READ

    def __init__(self) -> None:
        self._recent: Recent[list[Funnel]] = Recent()
        # Tenants that have some, as this process knows.
        self._begun: set[tuple[str, str]] = set()

    def begin(self, db: Db, language: str = "") -> None:
        """Call outside of a transaction: what is remembered must have come about."""
        if (db.database, db.tenant) in self._begun:
            return
        # Somebody else may give them meanwhile.
        with suppress(AlreadyExists):
            self.give_built_in(db, language)
        self._begun.add((db.database, db.tenant))

    def give_built_in(self, db: Db, language: str) -> None:
        super().begin(db, language)

    def recent(self, db: Db, name: str) -> Funnel:
        """As it was a moment ago; "": the default one. For what only shows."""
        known = self._recent.get(db, lambda: FUNNELS.select(db, {}))
        found = next(
            (each for each in known if (each.name == name if name else each.default)), None
        )
        if found is None:
            raise NotFound(f"No {name or 'default funnel'}", name=name)
        return found

    def built_in(self, tenant: str, language: str) -> Iterable[Funnel]:
        return built_in(tenant, language)

    def admitted(self, db: Db, draft: Funnel) -> Funnel:
        if store.count(db, MOST_FUNNELS) >= MOST_FUNNELS:
            raise TooManyFunnels(f"At most {MOST_FUNNELS} funnels", most=str(MOST_FUNNELS))
        return draft

    def taken(self, draft: Funnel) -> AlreadyExists:
        return FunnelTaken(f"There is a funnel called {draft.display_name} already")

    def forget(self, db: Db) -> None:
        self._recent.forget(db)

    def save(self, db: Db, caller: Caller, current: Funnel, changed: Funnel) -> Funnel:
        if current.default and (changed.archived or not changed.default):
            raise FunnelDefault(f"{current.display_name} is the default one", name=current.name)
        saved = super().save(db, caller, current, changed)
        if saved.stages_version != current.stages_version:
            VERSIONS.insert(db, _version_of(saved))
        if not current.default:
            self._only_default(db, caller, saved)
        return saved

    def _begin(self, db: Db, language: str) -> None:
        if store.count(db, 1):
            return
        super()._begin(db, language)
        VERSIONS.insert_many(db, map(_version_of, FUNNELS.select(db, {})))

    def _create(self, db: Db, caller: Caller, draft: Funnel) -> Funnel:
        made = super()._create(db, caller, draft)
        VERSIONS.insert(db, _version_of(made))
        self._only_default(db, caller, made)
        return made

    def _only_default(self, db: Db, caller: Caller, chosen: Funnel) -> None:
        """Whoever was it until now is not any more."""
        if not chosen.default:
            return
        for other in FUNNELS.select(db, {"default": True, "_id": {"$ne": chosen.name}}):
            super().save(db, caller, other, replace(other, default=False))

    def _settled(self, caller: Caller, draft: Funnel, before: Funnel | None) -> Funnel:
        del caller
        tidy = draft.tidy()
        problems = [*_unknown_stages(draft, before), *tidy.problems(before)]
        if problems:
            raise InvalidArgument.of(problems)
        return tidy.with_version(before) if before else tidy


FUNNEL_BOOK = Funnels()
begin, give_built_in, recent = FUNNEL_BOOK.begin, FUNNEL_BOOK.give_built_in, FUNNEL_BOOK.recent
create, update = FUNNEL_BOOK.create, FUNNEL_BOOK.update
_ever: Recent[Stage] = Recent()


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
