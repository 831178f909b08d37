"""Values of custom fields on their way into a record, held against the tenant's definitions."""

from collections.abc import Mapping
from typing import Any

from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.custom_fields.values import FIELD, Values, checked, overlaid
from services.counterparties.requisites import Kind
from services.kit.errors import Violation
from services.kit.mongo import Db


def filled(values: Mapping[str, Any], before: Values) -> dict[str, Any]:
    """What a caller sent, with the keys he did not name as they were."""
    if FIELD not in values:
        return dict(values)
    return {**values, FIELD: overlaid(before, values[FIELD])}


def settled(
    db: Db, resource: Resource, wanted: Values, kind: Kind | None, before: Values | None
) -> tuple[Values, list[Violation]]:
    """As they are kept, and all that is wrong with them."""
    if wanted == before:
        return wanted, []
    known = definitions(db, resource)
    if not wanted and not known.required:
        return wanted, []
    return checked(wanted, known, kind, before)
