"""Where the dictionaries of works are kept."""

from typing import Any

from pymongo import IndexModel

from services.activities.dictionaries.action import InteractionKind, WorkAction
from services.activities.dictionaries.script import WorkScript
from services.kit.mongo import Collection

_IN_ORDER = IndexModel([("position", 1), ("_id", 1)], name="position")
ACTIONS: Collection[WorkAction] = Collection(
    "workActions",
    WorkAction,
    indexes=[_IN_ORDER, IndexModel([("key", 1)], name="key", unique=True)],
)
KINDS: Collection[InteractionKind] = Collection(
    "interactionKinds", InteractionKind, indexes=[_IN_ORDER]
)
SCRIPTS: Collection[WorkScript] = Collection("workScripts", WorkScript, indexes=[_IN_ORDER])
ALL: tuple[Collection[Any], ...] = (ACTIONS, KINDS, SCRIPTS)
