"""Where definitions of custom fields are kept, and the copy of a moment ago that saves use."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pymongo import IndexModel

from services.counterparties.custom_fields import filters
from services.counterparties.custom_fields.custom_field import CustomField, Resource
from services.counterparties.custom_fields.values import Definitions
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page, Request
from services.kit.recent import Recent

_RECENT = Recent[Definitions]()


class HasValues(Protocol):
    @property
    def custom_fields(self) -> Mapping[str, Any]: ...


CUSTOM_FIELDS = Collection(
    "customFields",
    CustomField,
    indexes=[
        IndexModel([("resource", 1), ("key", 1)], name="key", unique=True),
        IndexModel([("place", 1), ("_id", 1)], name="place"),
    ],
    # Sorts as forms show them, archived ones last.
    derived=lambda field: {
        "place": f"{field.archived:d}|{field.resource.value}|{field.position:04}"
    },
)


def page(db: Db, resource: str, request: Request, *, show_archived: bool) -> Page[CustomField]:
    where: dict[str, Any] = {} if show_archived else {"archived": False}
    if resource:
        where["resource"] = resource
    return CUSTOM_FIELDS.page(db, where, request, Order("place"))


def all_of(db: Db, resource: Resource) -> list[CustomField]:
    found = CUSTOM_FIELDS.select(db, {"resource": resource.value})
    return sorted(found, key=lambda field: (field.archived, field.position))


def definitions(db: Db, resource: Resource) -> Definitions:
    """As they were a moment ago: asked for by every create, changed once a month."""
    return _RECENT.get(db, lambda: Definitions(tuple(all_of(db, resource))), resource.value)


def forget(db: Db) -> None:
    """This process sees its own change at once."""
    for resource in Resource:
        _RECENT.forget(db, resource.value)


def completing(resource: Resource) -> Callable[[Db, HasValues, dict[str, Any]], None]:
    """Puts what lists are filtered by into the search index of a record's document."""

    def complete(db: Db, record: HasValues, document: dict[str, Any]) -> None:
        if record.custom_fields:
            filterable = definitions(db, resource).filterable
            document["search"] += filters.index_keys(record.custom_fields, filterable)

    return complete
