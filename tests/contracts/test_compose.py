"""deploy/compose.yaml runs every role and knows every service."""

import yaml

from services.kit import service
from tests.contracts.descriptors import ROOT

ROLES = ("indexes", "rpc", "events", "relay", "jobs")


def test_compose_runs_every_role_and_knows_where_every_service_is() -> None:
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))["services"]
    for role in ROLES:
        assert compose[role]["command"] == ["python", "-m", "services.kit", "all", role]
    for name in ("rpc", "jobs", "gateway"):
        addresses = {key for key in compose[name]["environment"] if key.endswith("_ADDRESS")}
        assert addresses == {f"CRM_{each.upper()}_ADDRESS" for each in service.names()}


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "deploy/compose.yaml").read_text("utf-8")
    for variable in ("CRM_AMQP_PASSWORD", "CRM_SECRET_KEY", "CRM_OPERATOR_TOKEN"):
        assert f"${{{variable}:?" in text
        assert f"${{{variable}:-" not in text
