"""Keeping what the screens remember for a user. Not audited: it is nobody's business."""

from collections.abc import Mapping
from typing import Any

from services.identity import store
from services.identity.preferences import Preferences, name_of
from services.kit.mongo import Db, transactional


def of(db: Db, user: str) -> Preferences:
    return store.PREFERENCES.find(db, name_of(user)) or Preferences(name=name_of(user))


@transactional
def merge(db: Db, user: str, values: Mapping[str, Any]) -> Preferences:
    changed = of(db, user).merged(values)
    if changed.version:
        return store.PREFERENCES.replace(db, changed)
    return store.PREFERENCES.insert(db, changed)
