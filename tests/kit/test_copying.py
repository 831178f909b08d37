"""The kit's copies are those of dataclasses, whatever the type."""

import dataclasses
from dataclasses import dataclass

import pytest

from services.counterparties.counterparty import Counterparty
from services.counterparties.requisites import Kind
from services.kit.copying import replace


@dataclass(frozen=True)
class WithoutSlots:
    name: str = "a"
    number: int = 1


@dataclass(frozen=True, slots=True)
class Proud:
    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("less than nothing")


def test_a_copy_differs_in_what_is_named_alone() -> None:
    client = Counterparty(name="counterparties/1", display_name="Ромашка", kind=Kind.LEGAL)
    for entity in (client, WithoutSlots(), Proud(1)):
        values = {field.name: getattr(entity, field.name) for field in dataclasses.fields(entity)}
        assert replace(entity) == entity
        for name, value in values.items():
            assert replace(entity, **{name: value}) == entity
    changed = {"owner": "users/1", "segments": ("segments/1",), "version": 7}
    assert replace(client, **changed) == dataclasses.replace(client, **changed)
    assert client.owner == ""


def test_a_copy_knows_its_fields_and_keeps_its_rules() -> None:
    client = Counterparty(name="counterparties/1", display_name="Ромашка", kind=Kind.LEGAL)
    with pytest.raises(TypeError):
        replace(client, colour="red")
    with pytest.raises(ValueError, match="less than nothing"):
        replace(Proud(1), number=-1)
