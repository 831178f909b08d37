"""The RPCs of a dictionary: listed in its order, created, changed. A servicer has them as methods:

ListColors, CreateColor, UpdateColor = doors(COLORS, pb.Color, pb.ListColorsResponse)
"""

from typing import Any, NamedTuple

from google.protobuf.message import Message

from services.kit.dictionaries import Dictionary
from services.kit.mapping import from_proto, to_proto
from services.kit.paging import Order
from services.kit.rpc import request_id

# What is generated of a service carries no types.
Method = Any


class Doors(NamedTuple):
    listed: Method
    create: Method
    update: Method


def doors(dictionary: Dictionary[Any], entry: type[Message], answer: type[Message]) -> Doors:
    """`answer`: of the list."""
    entity = dictionary.collection.entity
    listed_in = _place(answer.DESCRIPTOR, entry)

    def listed(self: Any, request: Any, context: object) -> Message:
        caller, db = self.asked(context)
        dictionary.begin(db, caller.language)
        page = dictionary.collection.page(db, {}, request, Order("position"))
        told: Any = answer(next_page_token=page.next_page_token)
        getattr(told, listed_in).extend(to_proto(each, entry) for each in page.items)
        return told

    def create(self: Any, request: Any, context: object) -> Message:
        caller, db = self.asked(context)
        values = from_proto(_sent(request, entry), entity)
        made = dictionary.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, entry)

    def update(self: Any, request: Any, context: object) -> Message:
        caller, db = self.asked(context)
        sent = _sent(request, entry)
        values = from_proto(sent, entity, request.update_mask.paths)
        return to_proto(dictionary.update(db, caller, sent.name, sent.etag, values), entry)

    return Doors(listed, create, update)


def _sent(request: Any, entry: type[Message]) -> Any:
    return getattr(request, _place(request.DESCRIPTOR, entry))


def _place(of: Any, entry: type[Message]) -> str:
    """The field that holds entries."""
    return next(each.name for each in of.fields if each.message_type is entry.DESCRIPTOR)
