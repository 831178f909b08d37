"""A changed copy of a frozen entity, three times faster than `dataclasses.replace`.

That one names each field to `__init__`, which sets it again by name: 45 µs for a counterparty, and
a write makes five copies.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
Set = Callable[[Any, Any], None]


def replace(entity: T, **values: Any) -> T:
    kind = type(entity)
    copied = _copier(kind)
    if copied is None:
        return dataclasses.replace(entity, **values)  # pyright: ignore[reportArgumentType]
    setters, copy = copied
    made: T = kind.__new__(kind)
    copy(entity, made)
    for name, value in values.items():
        if name not in setters:
            raise TypeError(f"{kind.__name__} has no field {name!r}")
        setters[name](made, value)
    return made


@functools.cache
def _copier(kind: type) -> tuple[dict[str, Set], Callable[[Any, Any], object]] | None:
    """None for a type without slots, or one that has something to say about its values."""
    names: list[str] = [field.name for field in dataclasses.fields(kind)]
    slots = {name: kind.__dict__.get(name) for name in names}
    if hasattr(kind, "__post_init__") or not all(hasattr(s, "__set__") for s in slots.values()):
        return None
    setters: dict[str, Set] = {name: slot.__set__ for name, slot in slots.items() if slot}
    # One expression per type, made as dataclasses make __init__.
    scope: dict[str, Any] = {f"set_{name}": setter for name, setter in setters.items()}
    steps = ", ".join(f"set_{name}(made, entity.{name})" for name in names)
    return setters, eval(f"lambda entity, made: ({steps},)", scope)  # noqa: S307 - field names only
