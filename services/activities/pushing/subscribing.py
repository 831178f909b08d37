"""Subscribes a browser to push, and ends that."""

from collections.abc import Mapping
from typing import Any

from services.activities.pushing import store
from services.activities.pushing.subscription import (
    PushSubscription,
    endpoint_problem,
    name_of,
)
from services.kit import addresses, clock
from services.kit.addresses import AddressRefused, Network
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, Violation
from services.kit.mongo import Db, transactional

MOST_BROWSERS = 20


@transactional
def subscribe(
    db: Db, caller: Caller, values: Mapping[str, Any], allowed: tuple[Network, ...]
) -> PushSubscription:
    """The same endpoint again renews it; of too many the oldest goes."""
    name = name_of(db.tenant, values.get("endpoint", ""))
    drafted = PushSubscription(
        **values, name=name, user=caller.user, language=caller.language
    ).tidy()
    if problems := [*drafted.problems(), *_endpoint_problems(drafted.endpoint, allowed)]:
        raise InvalidArgument.of(problems)
    now = clock.now()
    made = replace(drafted, create_time=now, update_time=now, version=1)
    known = store.of_users(db, [caller.user]).get(caller.user, [])
    others = sorted((each.create_time or now, each.name) for each in known if each.name != name)
    store.drop(db, [other for _, other in others[: max(0, len(others) - MOST_BROWSERS + 1)]])
    store.keep(db, made)
    return made


@transactional
def unsubscribe(db: Db, caller: Caller, endpoint: str) -> None:
    store.drop(db, [name_of(db.tenant, endpoint)], caller.user)


def _endpoint_problems(endpoint: str, allowed: tuple[Network, ...]) -> list[Violation]:
    """A name is looked up when something is pushed: what it stands for may change."""
    text = endpoint_problem(endpoint)
    if not text:
        scheme, host, _ = addresses.origin(endpoint)
        address = addresses.literal(endpoint)
        try:
            if address is not None:
                addresses.require_allowed(address, scheme, allowed)
            elif scheme != "https" or "." not in host:
                text = "Only https:// in the open internet."
        except AddressRefused as refusal:
            text = str(refusal)
    return [Violation("endpoint", "PUSH_ENDPOINT", text)] if text else []
