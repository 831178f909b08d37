"""Changes how somebody wants to be told: everybody for himself."""

from collections.abc import Mapping
from typing import Any

from services.activities.preferences import store
from services.activities.preferences.preference import NoticePreferences
from services.activities.preferences.store import PREFERENCES
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db, require_etag, transactional


@transactional
def choose(db: Db, caller: Caller, etag: str, values: Mapping[str, Any]) -> NoticePreferences:
    current = store.of(db, caller.user)
    require_etag(current, etag)
    chosen = replace(current, **values)
    if problems := list(chosen.problems()):
        raise InvalidArgument.of(problems)
    if current.version:
        return PREFERENCES.replace(db, chosen)
    return PREFERENCES.insert(db, chosen)
