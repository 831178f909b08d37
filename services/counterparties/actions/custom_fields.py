"""What can be done to the definitions of custom fields."""

from collections.abc import Sequence
from dataclasses import replace

from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import store
from services.counterparties.actions.references import READ
from services.counterparties.custom_fields import store as definitions
from services.counterparties.custom_fields.custom_field import (
    MOST_FIELDS,
    MOST_FILTERABLE,
    CustomField,
    CustomFieldInUse,
    CustomFieldKeyTaken,
    Resource,
    TooManyCustomFields,
    TooManyFilterable,
)
from services.kit import jobs
from services.kit.caller import Caller
from services.kit.dictionaries import Dictionary
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db, transactional

INDEX = "index_custom_field"


class CustomFields(Dictionary[CustomField]):
    collection = definitions.CUSTOM_FIELDS
    created = events.CustomFieldCreated
    updated = events.CustomFieldUpdated
    deleted = events.CustomFieldDeleted
    permission = READ

    def admitted(self, db: Db, draft: CustomField) -> CustomField:
        others = definitions.all_of(db, draft.resource)
        if len(others) >= MOST_FIELDS:
            raise TooManyCustomFields(f"At most {MOST_FIELDS} fields", most=str(MOST_FIELDS))
        _require_room(draft, others)
        return replace(draft, position=max((each.position for each in others), default=0) + 1)

    def require_unused(self, db: Db, current: CustomField) -> None:
        if store.is_custom_field_used(db, current.resource, current.key):
            raise CustomFieldInUse(f"Records have values of {current.key}", key=current.key)

    def taken(self, draft: CustomField) -> CustomFieldKeyTaken:
        return CustomFieldKeyTaken(f"There is a field {draft.key!r} already", key=draft.key)

    def forget(self, db: Db) -> None:
        definitions.forget(db)

    def save(
        self, db: Db, caller: Caller, current: CustomField, changed: CustomField
    ) -> CustomField:
        if changed.filterable and not changed.archived:
            _require_room(changed, definitions.all_of(db, changed.resource))
        saved = super().save(db, caller, current, changed)
        if saved.filterable and not current.filterable:
            params = {"resource": saved.resource.value, "key": saved.key}
            jobs.start(db, caller, INDEX, params=params, subject=saved.name)
        return saved

    def reorder(
        self, db: Db, caller: Caller, resource: Resource, names: Sequence[str]
    ) -> list[CustomField]:
        with self.fresh(db):
            return _reorder(db, caller, resource, names)


CUSTOM_FIELDS = CustomFields()


@transactional
def _reorder(db: Db, caller: Caller, resource: Resource, names: Sequence[str]) -> list[CustomField]:
    fields = {field.name: field for field in definitions.all_of(db, resource)}
    strangers = [name for name in names if name not in fields]
    if strangers:
        text = f"There is no {strangers[0]} of this resource"
        raise InvalidArgument(text, field="names", reason="CUSTOM_FIELD_UNKNOWN")
    ordered = [fields[name] for name in dict.fromkeys((*names, *fields))]
    done = [
        CUSTOM_FIELDS.save(db, caller, field, replace(field, position=position))
        for position, field in enumerate(ordered, start=1)
    ]
    return [field for field in done if not field.archived]


def _require_room(draft: CustomField, fields: Sequence[CustomField]) -> None:
    others = [f for f in fields if f.filterable and not f.archived and f.name != draft.name]
    if draft.filterable and len(others) >= MOST_FILTERABLE:
        text = f"At most {MOST_FILTERABLE} fields can be filtered by"
        raise TooManyFilterable(text, most=str(MOST_FILTERABLE))
