"""What can be done to our own firms."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import invoices_pb2 as pb
from services.deals.invoices import store
from services.deals.invoices.seller import MOST_SELLERS, Seller, SellerDefault, TooManySellers
from services.deals.invoices.store import SELLERS
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import ANYBODYS, Db, require_etag, transactional

READ = "invoices.read"


class AccountTaken(AlreadyExists):
    """It is another one's of our firms."""

    reason = "ACCOUNT_TAKEN"


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Seller:
    name = SELLERS.new_name(request_id)
    draft = Seller(**values, name=name)
    make = lambda: _told_if_taken(_create, db, caller, draft)  # noqa: E731
    return SELLERS.once(db, name, request_id, make, ANYBODYS)


@transactional
def _create(db: Db, caller: Caller, draft: Seller) -> Seller:
    store.meet_at_sellers(db)
    known = store.sellers(db)
    if len(known) >= MOST_SELLERS:
        raise TooManySellers(f"At most {MOST_SELLERS} sellers", most=str(MOST_SELLERS))
    settled = _settled(draft)
    created = SELLERS.insert(db, replace(settled, default=settled.default or not known))
    _only_default(db, caller, created, known)
    _tell(db, caller, events.SellerCreated, after=created)
    return created


def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Seller:
    return _told_if_taken(_update, db, caller, name, etag, values)


@transactional
def _update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Seller:
    store.meet_at_sellers(db)
    current = SELLERS.get(db, name)
    require_etag(current, etag)
    changed = _settled(replace(current, **values))
    if changed == current:
        return current
    if current.default and (changed.archived or not changed.default):
        raise SellerDefault(f"{current.display_name} is the default one", name=name)
    saved = SELLERS.replace(db, changed)
    if not current.default:
        _only_default(db, caller, saved, store.sellers(db))
    _tell(db, caller, events.SellerUpdated, before=current, after=saved)
    return saved


def _only_default(db: Db, caller: Caller, chosen: Seller, known: list[Seller]) -> None:
    for other in known if chosen.default else ():
        if other.default and other.name != chosen.name:
            saved = SELLERS.replace(db, replace(other, default=False))
            _tell(db, caller, events.SellerUpdated, before=other, after=saved)


def _settled(draft: Seller) -> Seller:
    tidy = draft.tidy()
    if problems := list(tidy.problems()):
        raise InvalidArgument.of(problems)
    return tidy


def _told_if_taken(act: Any, *about: Any) -> Seller:
    try:
        return act(*about)
    except AlreadyExists as error:
        raise AccountTaken("Another one of our firms has this account") from error


def _tell(db: Db, caller: Caller, event: type[Message], **about: Any) -> None:
    message: Any = event
    told = message(seller=to_proto(about["after"], pb.Seller))
    changes.record(db, caller, told, permission=READ, visible_to=(EVERYBODY,), **about)
