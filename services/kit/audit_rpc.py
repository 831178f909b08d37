"""AuditService over gRPC: what changed, of one record or of all, for who may read it."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from bson import Decimal128, ObjectId
from bson.errors import InvalidId

from crm.audit.v1 import audit_pb2 as pb
from crm.audit.v1 import audit_pb2_grpc as pb_grpc
from services.kit import paging
from services.kit.caller import EVERYBODY, Caller, caller_of
from services.kit.changes import CHANGES, entry_name
from services.kit.errors import FieldRequired, InvalidArgument, NotFound
from services.kit.guard import SIGNED_IN
from services.kit.mapping import converter
from services.kit.naming import collection_of
from services.kit.service import Registration, Runtime, Service

_CLIENTS = "counterparties"
NEWEST = paging.Order("_id", descending=True)
_entry = converter(pb.AuditEntry)


def registrations(service: Service) -> Sequence[Registration]:
    return [
        (
            pb_grpc.add_AuditServiceServicer_to_server,
            lambda runtime: AuditServicer(service, runtime),
        )
    ]


class AuditServicer(pb_grpc.AuditServiceServicer):
    def __init__(self, service: Service, runtime: Runtime) -> None:
        self._service, self._runtime = service, runtime

    def ListAuditEntries(
        self, request: pb.ListAuditEntriesRequest, context: object
    ) -> pb.ListAuditEntriesResponse:
        caller = caller_of(context)
        db = self._runtime.db(caller.tenant)
        query: dict[str, Any] = {"audit": True}
        if request.subject:
            self._require_readable(db, caller, request.subject)
            query["subject"] = request.subject
        else:
            caller.require("audit.read")
            query["$and"] = [_within_scope(caller), _readable(caller)]
        if request.user:
            query["actor.user"] = request.user
        if request.field:
            # Along a record's own index; among all changes a rare field would be long looked for.
            if not request.subject:
                raise FieldRequired("field is asked for with subject", field="subject")
            query["changes.field"] = request.field
        size = paging.size_of(request)
        query |= _beyond(request)
        found = db.bound(CHANGES).find(query, {"data": 0}, sort=NEWEST.sort, limit=size + 1)
        if any(_root(request.field) in self._hidden(caller, row) for row in found):
            # When a field changed that he may not see is none of his business either.
            found = []
        more = len(found) > size
        return pb.ListAuditEntriesResponse(
            entries=[self._entry(caller, row) for row in found[:size]],
            next_page_token=paging.token(found[size - 1], NEWEST) if more else "",
        )

    def _require_readable(self, db: Any, caller: Caller, subject: str) -> None:
        reader = self._service.readers.get(collection_of(subject))
        if reader is None:
            raise NotFound(f"No {subject}", name=subject)
        reader(db, caller, subject)

    def _entry(self, caller: Caller, row: Mapping[str, Any]) -> pb.AuditEntry:
        actor, hidden = row["actor"], self._hidden(caller, row)
        return _entry(
            {
                "_id": entry_name(row),
                "subject": row["subject"],
                "action": row["type"],
                "user": actor["user"],
                "user_display_name": actor["display_name"],
                "source": actor["source"],
                "on_behalf_of": actor.get("on_behalf_of", ""),
                "on_behalf_of_display_name": actor.get("on_behalf_of_display_name", ""),
                "time": row["time"],
                "request_id": actor["request_id"],
                "job": row["job"],
                "restored_change": row.get("restored", ""),
                "changes": [
                    {
                        "field": each["field"],
                        "old_value": json_text(each["old"]),
                        "new_value": json_text(each["new"]),
                    }
                    for each in row["changes"]
                    if _root(each["field"]) not in hidden
                ],
            }
        )

    def _hidden(self, caller: Caller, row: Mapping[str, Any]) -> frozenset[str]:
        collection = collection_of(row["subject"])
        # A contact is read by the rights on counterparties: then those hide its fields, too.
        own = caller.hidden_fields(collection, row["permission"].partition(".")[0])
        of_clients = caller.hidden_fields(_CLIENTS)
        copies = self._service.copies.get(collection, {})
        return own | {mine for mine, its in copies.items() if its in of_clients}


def _root(field: str) -> str:
    return field.partition(".")[0]


def _within_scope(caller: Caller) -> dict[str, Any]:
    """Changes of records in his scope, and of what nobody owns: roles, units, settings."""
    return _reached_by(caller.keys("audit.read"))


def _reached_by(keys: Collection[str]) -> dict[str, Any]:
    return {} if EVERYBODY in keys else {"visible_to": {"$in": [*keys, []]}}


def _readable(caller: Caller) -> dict[str, Any]:
    """Changes of what he may read: each was noted with the permission that this takes."""
    if caller.all_powerful:
        return {}
    reaching: dict[frozenset[str], list[str]] = {frozenset({EVERYBODY}): [SIGNED_IN]}
    for permission, keys in caller.grants.items():
        reach = frozenset({EVERYBODY} if EVERYBODY in keys else keys)
        reaching.setdefault(reach, []).append(permission)
    return {
        "$or": [
            {"permission": {"$in": permissions}, **_reached_by(keys)}
            for keys, permissions in reaching.items()
        ]
    }


def _beyond(request: pb.ListAuditEntriesRequest) -> dict[str, Any]:
    beyond = paging.after(request, NEWEST)
    try:
        return {"_id": {"$lt": ObjectId(beyond["_id"]["$lt"])}} if beyond else {}
    except InvalidId as error:
        raise InvalidArgument("page_token is foreign", field="page_token") from error


def json_text(value: Any) -> str:
    # «No» is a value; 0 counts as none, as everywhere.
    if value is None or (value is not False and value in ("", [], 0)):
        return ""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal128):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)
