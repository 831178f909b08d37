"""Which party is meant, if whoever names it may see it: by its copy, else its service is asked.

For the rpc side, before the transaction: `ask` calls that service in the caller's own name.
"""

from collections.abc import Callable

from services.kit.caller import Caller, visible_to
from services.kit.errors import InvalidArgument, NotFound, PermissionDenied
from services.kit.mongo import Db
from services.kit.parties import store
from services.kit.parties.party import CLIENTS, NotASupplier, Party, unknown
from services.kit.people import recent_people

SUPPLIER = "SUPPLIER"
# Of a name: as its service shows it to the caller, merges resolved; NotFound if it does not.
Ask = Callable[[str], Party]


def party(
    db: Db,
    caller: Caller,
    name: str,
    ask: Ask,
    field: str = "",
    kinds: tuple[str, ...] = CLIENTS,
) -> Party:
    """An active one of these kinds that the caller sees, whoever `name` has become; else
    PartyUnknown, of `field`.

    Link to the answer's name, which need not be the one asked for.
    """
    if not name.startswith(kinds):
        raise unknown(name, field)
    known = store.find(db, name)
    if known is None or not known.is_known or not may_see(db, caller, known):
        # What somebody may see changes before the news of it is here: it has the last word.
        known = _asked(db, name, ask, field)
    if not known.is_active:
        raise unknown(name, field)
    return known


def supplier(db: Db, caller: Caller, name: str, ask: Ask, field: str = "") -> Party:
    """The same of somebody to buy from; else NotASupplier."""
    known = party(db, caller, name, ask, field)
    if SUPPLIER not in known.roles and not known.is_contact:
        # Copies say what they have heard: he may have become one since, or before they listened.
        known = _asked(db, known.name, ask, field)
    if SUPPLIER not in known.roles:
        text = f"{known.display_name} is no supplier: give him this role, or choose another one."
        raise NotASupplier(text, field=field)
    return known


def may_see(db: Db, caller: Caller, party: Party) -> bool:
    """As far as is known here; a contact is seen with where he works."""
    holder = store.find(db, party.counterparty) if party.is_contact else party
    if holder is None:
        return False
    owner = recent_people(db, [holder.owner]).get(holder.owner) if holder.owner else None
    path = owner.org_path if owner else ()
    permission = f"{holder.name.partition('/')[0]}.read"
    return caller.may(permission, visible_to(holder.owner, path, holder.participants))


def _asked(db: Db, name: str, ask: Ask, field: str) -> Party:
    answer = _answer(db, name, ask, field)
    if answer.name != name:
        # Whoever asked for was merged away.
        answer = _answer(db, answer.name, ask, field)
    if answer.is_contact and store.find(db, answer.counterparty) is None:
        _asked(db, answer.counterparty, ask, field)
    return answer


def _answer(db: Db, name: str, ask: Ask, field: str) -> Party:
    try:
        answer = ask(name)
    except (NotFound, PermissionDenied, InvalidArgument) as error:
        raise unknown(name, field) from error
    if answer.name != name:
        return answer
    # Once more, and this time what changes meanwhile is news: nobody tells of what is not expected.
    store.expect(db, name)
    try:
        answer = ask(name)
        store.keep(db, answer, expected=True)
    finally:
        store.give_up(db, name)
    return answer
