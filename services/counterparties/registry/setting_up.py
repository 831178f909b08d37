"""What an administrator does to the registry's settings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import registry_pb2 as pb
from services.counterparties.registry import store
from services.counterparties.registry.account import RegistrySettings
from services.kit import changes, clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional


@transactional
def update(db: Db, caller: Caller, etag: str, values: Mapping[str, Any]) -> RegistrySettings:
    current = store.settings(db)
    require_etag(current, etag)
    changed = replace(current, **values)
    if problems := list(changed.problems()):
        raise InvalidArgument.of(problems)
    return _save(db, caller, current, changed)


@transactional
def set_key(db: Db, caller: Caller, sealed: bytes) -> RegistrySettings:
    current = store.settings(db)
    key_time = clock.now() if sealed else None
    return _save(db, caller, current, replace(current, sealed_key=sealed, key_time=key_time))


def _save(
    db: Db, caller: Caller, current: RegistrySettings, changed: RegistrySettings
) -> RegistrySettings:
    if changed == current:
        return current
    if current.version:
        saved = store.SETTINGS.replace(db, changed)
    else:
        saved = store.SETTINGS.insert(db, changed)
    # What was refused before says nothing of the new ones.
    store.note(db, pause_time=None, last_error_reason="", last_error_time=None)
    changes.record(
        db,
        caller,
        events.RegistrySettingsUpdated(settings=to_proto(saved, pb.RegistrySettings)),
        before=current if current.version else None,
        after=saved,
        permission="registry.read",
        visible_to=(EVERYBODY,),
    )
    return saved
