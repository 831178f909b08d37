"""The charts render for every values file, refuse typing mistakes, and name every service."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from helm_python import Chart, HelmError, dependency_update, lint

from services.kit import service
from tests.contracts.descriptors import ROOT

CHARTS = ROOT / "charts"
VALUES = [*sorted((CHARTS / "crm" / "ci").glob("*-values.yaml"))]
ROLES = {"rpc", "events", "relay", "jobs"}


@pytest.fixture(scope="module")
def umbrella(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("charts")
    shutil.copytree(CHARTS, folder, dirs_exist_ok=True)
    dependency_update(folder / "crm", skip_refresh=True)
    return folder / "crm"


def rendered(chart: Path, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    with Chart.load(chart) as loaded:
        texts = loaded.render(values, name="crm", namespace="crm").values()
    return [each for text in texts for each in yaml.safe_load_all(text) if each]


@pytest.mark.parametrize("file", [None, *VALUES], ids=lambda file: file.stem if file else "default")
def test_every_values_file_renders_and_lints(umbrella: Path, file: Path | None) -> None:
    values = yaml.safe_load(file.read_text("utf-8")) if file else {}
    kinds = {each["kind"] for each in rendered(umbrella, values)}
    assert {"Deployment", "Service", "Job"} <= kinds
    report = lint(umbrella, values, with_subcharts=True)
    assert [each for each in report["messages"] if each["severity"] > 1] == []
    assert report["errors"] == []


def test_every_service_is_deployed_in_every_role(umbrella: Path) -> None:
    deployed = {
        each["metadata"]["name"] for each in rendered(umbrella) if each["kind"] == "Deployment"
    }
    wanted = {f"crm-{name}-{role}" for name in service.names() for role in ROLES}
    assert deployed == wanted | {"crm-gateway"}


def test_a_server_is_probed_by_grpc_and_listens_where_others_call(umbrella: Path) -> None:
    objects = {(each["kind"], each["metadata"]["name"]): each for each in rendered(umbrella)}
    pod = objects["Deployment", "crm-identity-rpc"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    environment = {each["name"]: each.get("value") for each in container["env"]}
    assert container["readinessProbe"]["grpc"] == {"port": 7100}
    assert environment["CRM_IDENTITY_ADDRESS"] == "0.0.0.0:7100"
    assert environment["CRM_COUNTERPARTIES_ADDRESS"] == "crm-counterparties:7100"
    assert ("Service", "crm-counterparties") in objects


def test_secrets_come_from_a_secret_and_the_gateway_gets_only_the_broker(umbrella: Path) -> None:
    for each in rendered(umbrella):
        if each["kind"] != "Deployment":
            continue
        container = each["spec"]["template"]["spec"]["containers"][0]
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        if container["name"] == "gateway":
            assert "envFrom" not in container
        else:
            assert container["envFrom"] == [{"secretRef": {"name": "crm-environment"}}]


@pytest.mark.parametrize(
    "typo",
    [
        {"gatway": {"replicas": 1}},
        {"gateway": {"replicas": "two"}},
        {"identity": {"roles": {"rpcs": {"replicas": 1}}}},
        {"counterparties": {"autoscaling": {"targetCpuPercent": 700}}},
    ],
)
def test_a_typing_mistake_in_values_is_refused(umbrella: Path, typo: dict[str, Any]) -> None:
    with pytest.raises(HelmError):
        rendered(umbrella, typo)
