"""What an administrator does to the exchange: its settings, and what it could not settle itself."""

from collections.abc import Callable, Mapping
from typing import Any

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals.accounting import address, exchanging, store
from services.deals.accounting.keeping import tell
from services.deals.accounting.link import AccountingLink
from services.deals.accounting.settings import AccountingSettings
from services.deals.accounting.store import LINKS, SETTINGS
from services.deals.invoices import store as invoices
from services.deals.invoices.keeping import today
from services.kit import changes, clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

READ = "accounting.read"


@transactional
def update(db: Db, caller: Caller, etag: str, values: Mapping[str, Any]) -> AccountingSettings:
    current = store.settings(db)
    require_etag(current, etag)
    changed = _tidy(replace(current, **values))
    sellers = [each.name for each in invoices.sellers(db)]
    if problems := list(changed.problems(sellers)):
        raise InvalidArgument.of(problems)
    if (changed.enabled or changed.file_sellers) and changed.start_date is None:
        changed = replace(changed, start_date=today(caller))
    if not changed.asks_the_same_as(current):
        # Who may change the address must not learn the password by naming a server of his own.
        changed = replace(changed, sealed_password=b"", password_time=None)
    return _save(db, caller, current, changed)


@transactional
def set_password(db: Db, caller: Caller, sealed: bytes) -> AccountingSettings:
    current = store.settings(db)
    password_time = clock.now() if sealed else None
    changed = replace(current, sealed_password=sealed, password_time=password_time)
    return _save(db, caller, current, changed)


@transactional
def retry(db: Db, caller: Caller, name: str, etag: str) -> AccountingLink:
    retried = _settle(db, caller, name, etag, lambda link: link.retried(clock.now()))
    if store.settings(db).enabled:
        exchanging.start(db, caller)
    return retried


@transactional
def dismiss(db: Db, caller: Caller, name: str, etag: str) -> AccountingLink:
    return _settle(db, caller, name, etag, AccountingLink.dismissed)


def _settle(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    change: Callable[[AccountingLink], AccountingLink],
) -> AccountingLink:
    current = LINKS.get(db, name)
    require_etag(current, etag)
    saved = LINKS.replace(db, change(current))
    tell(db, caller, current, saved)
    return saved


def _tidy(draft: AccountingSettings) -> AccountingSettings:
    return replace(
        draft,
        url=address.tidy(draft.url),
        login=draft.login.strip(),
        organizations=tuple(
            replace(each, ref_key=each.ref_key.strip().lower()) for each in draft.organizations
        ),
        objects={key.strip(): value.strip() for key, value in draft.objects.items()},
    )


def _save(
    db: Db, caller: Caller, current: AccountingSettings, changed: AccountingSettings
) -> AccountingSettings:
    if changed == current:
        return current
    saved = SETTINGS.replace(db, changed) if current.version else SETTINGS.insert(db, changed)
    # What was refused before says nothing of the new ones.
    store.note(db, failures=0, pause_time=None, last_error_reason="", last_error_time=None)
    if not changed.asks_the_same_as(current):
        store.note(db, mark=None, payments_time=None)
    changes.record(
        db,
        caller,
        events.AccountingSettingsUpdated(settings=to_proto(saved, pb.AccountingSettings)),
        before=current if current.version else None,
        after=saved,
        permission=READ,
        visible_to=(EVERYBODY,),
    )
    return saved
