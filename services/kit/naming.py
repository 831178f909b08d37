"""How a proto name becomes an exchange, a routing key, a resource's owner."""

import functools
import re

from google.protobuf.descriptor import Descriptor


@functools.cache
def event_source(event: Descriptor) -> str:
    """crm.counterparties.v1.CounterpartyCreated -> counterparties"""
    return event.file.package.split(".")[1]


@functools.cache
def event_type(event: Descriptor) -> str:
    """crm.counterparties.v1.CounterpartyCreated -> counterparty_created"""
    return snake_case(event.name)


@functools.cache
def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def collection_of(name: str) -> str:
    """counterparties/3f2… -> counterparties"""
    return name.partition("/")[0]
