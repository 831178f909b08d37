"""A leaver's clients, as they go to others."""

from collections.abc import Mapping, Sequence

from services.counterparties import store
from services.counterparties.actions import counterparties as actions
from services.counterparties.actions.references import UPDATE
from services.counterparties.counterparty import Counterparty
from services.counterparties.handing_over.store import OWNER_INDEX, VISIBLE_INDEX
from services.kit.estates import Estate
from services.kit.mongo import Db


def _segments(db: Db, found: Sequence[Counterparty]) -> Mapping[str, Sequence[str]]:  # noqa: ARG001
    return {each.name: each.segments for each in found}


ESTATE = Estate(
    collection=store.COUNTERPARTIES,
    permission=UPDATE,
    save=actions.replace_many,
    segments=_segments,
    owner_hint=OWNER_INDEX,
    visible_hint=VISIBLE_INDEX,
)
