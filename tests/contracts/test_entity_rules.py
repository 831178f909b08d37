import pytest

from services.kit import service
from services.kit.service import Service
from tests.contracts import entity_rules
from tests.contracts.descriptors import Descriptors

SERVICES = service.load("all")


@pytest.mark.parametrize("declared", SERVICES, ids=[each.name for each in SERVICES])
def test_each_entity_and_its_message_agree(declared: Service) -> None:
    assert entity_rules.problems(Descriptors(), declared) == []
