"""A work that is made of an interaction, and noted in it: both or neither."""

from collections.abc import Mapping
from typing import Any

from services.activities.access import visible as work_visible
from services.activities.actions.works import plan
from services.activities.dictionaries.keeping import INTERACTION_KINDS, WORK_ACTIONS
from services.activities.interactions import actions
from services.activities.interactions.access import changeable
from services.activities.interactions.interaction import Attachment, Interaction
from services.activities.store import WORKS
from services.activities.work import Work
from services.kit.caller import Caller
from services.kit.mongo import Db, transactional
from services.kit.parties.party import CONTACTS


def work_of(
    db: Db, caller: Caller, interaction: str, values: Mapping[str, Any], request_id: str
) -> Work:
    """The same request sent twice creates once."""
    # Outside of the transaction: see `works.create`.
    WORK_ACTIONS.recent(db, caller.language)
    INTERACTION_KINDS.recent(db, caller.language)
    name = WORKS.new_name(request_id)
    return WORKS.once(
        db,
        name,
        request_id,
        lambda: _work_of(db, caller, name, interaction, values),
        lambda found: found.creator == caller.user,
    )


@transactional
def _work_of(
    db: Db, caller: Caller, name: str, interaction: str, values: Mapping[str, Any]
) -> Work:
    source = changeable(db, caller, interaction)
    before = work_visible(db, caller, values["based_on"]) if values.get("based_on") else None
    made = plan(db, caller, name, {"chain": source.chain, **_taken(source, values)}, before)
    noted = Attachment(record=made.name, record_display_name=made.display_name)
    actions.attach(db, caller, interaction, "", noted, {})
    return made


def _taken(source: Interaction, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the work does not say itself."""
    about: dict[str, Any] = {"description": source.topic}
    if not values.get("subject") and source.subject:
        about |= {
            key: getattr(source, key)
            for field in ("subject", "counterparty")
            for key in (field, f"{field}_display_name")
        }
        contact = next((e for e in source.with_whom if e.record.startswith(CONTACTS)), None)
        if contact is not None:
            about |= {"contact": contact.record}
            about |= {"contact_display_name": contact.record_display_name}
    return {**about, **{key: value for key, value in values.items() if value or key not in about}}
