"""What can be done to the dictionaries of works."""

from collections.abc import Iterable, Mapping
from typing import Any

from crm.activities.v1 import events_pb2 as events
from services.activities.dictionaries.action import ActionKeyTaken, InteractionKind, WorkAction
from services.activities.dictionaries.script import WorkScript
from services.activities.dictionaries.seeds import (
    built_in_actions,
    built_in_kinds,
    built_in_scripts,
)
from services.activities.dictionaries.store import ACTIONS, KINDS, SCRIPTS
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.dictionaries import Remembered
from services.kit.errors import AlreadyExists
from services.kit.mongo import Db


class WorkActions(Remembered[WorkAction]):
    collection = ACTIONS
    created = events.WorkActionCreated
    updated = events.WorkActionUpdated
    permission = "works.read"

    def built_in(self, tenant: str, language: str) -> Iterable[WorkAction]:
        return built_in_actions(tenant, language)

    def taken(self, draft: WorkAction) -> AlreadyExists:
        return ActionKeyTaken(f"There is an action with the key {draft.key}", key=draft.key)

    def update(
        self, db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]
    ) -> WorkAction:
        def settled(now: WorkAction) -> WorkAction:
            return self._settled(caller, replace(now, **values).keeping(now), now)

        return self._change(db, caller, name, etag, settled)

    def first(self, db: Db, language: str) -> str:
        """What a new work is unless somebody says otherwise."""
        offered = (each for each in self.recent(db, language).values() if not each.archived)
        return next((each.name for each in offered), "")


class InteractionKinds(Remembered[InteractionKind]):
    collection = KINDS
    created = events.InteractionKindCreated
    updated = events.InteractionKindUpdated
    permission = "interactions.read"

    def built_in(self, tenant: str, language: str) -> Iterable[InteractionKind]:
        return built_in_kinds(tenant, language)


class WorkScripts(Remembered[WorkScript]):
    collection = SCRIPTS
    created = events.WorkScriptCreated
    updated = events.WorkScriptUpdated
    permission = "works.read"

    def built_in(self, tenant: str, language: str) -> Iterable[WorkScript]:
        return built_in_scripts(tenant, language)


WORK_ACTIONS, INTERACTION_KINDS, WORK_SCRIPTS = WorkActions(), InteractionKinds(), WorkScripts()
