from tests.contracts import rpc_rules
from tests.contracts.descriptors import Descriptors


def test_every_rpc_has_a_route_a_permission_a_comment_and_the_standard_shape() -> None:
    assert rpc_rules.problems(Descriptors()) == []
