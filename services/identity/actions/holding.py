"""What somebody holds at this moment: by his roles and, as a substitute, by others'."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from services.identity import rights, store
from services.identity.actions.substitutions import StandingIn, standing_in
from services.identity.user import User
from services.kit.caller import Access, Lender
from services.kit.mongo import Db


class Held(NamedTuple):
    grants: Mapping[str, tuple[str, ...]]
    lenders: tuple[Lender, ...]
    field_rights: tuple[Access, ...]
    # When it changes by itself.
    until: datetime | None


def held_by(db: Db, user: User, *, lent: bool = True) -> Held:
    roles = store.roles_of(db, user)
    own = rights.grants_of(user, roles)
    gained = standing_in(db, user, own) if lent else StandingIn()
    others = [each.grants for each in gained.lenders]
    return Held(
        grants=rights.joined(own, others) if others else own,
        lenders=gained.lenders,
        field_rights=(*rights.field_rights_of(user, roles), *gained.field_rights),
        until=gained.until,
    )
