"""One installation on this machine: where its data lives, its ports, secrets and settings."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from deploy.local import engines
from deploy.local.ports import is_free, remembered

ROOT = Path(__file__).parents[2]
DEFAULT_PORT = 8080
PORT_NAMES = ["mongod", "amqp", "amqp_distribution", "epmd"]
SECRET_NAMES = ["operator_token", "secret_key", "amqp_password"]


class BadSetting(Exception):
    """The text is one clear sentence for the person at the terminal."""


@dataclass(frozen=True)
class Instance:
    """Everything under one folder, `.run`, so that two checkouts never meet."""

    # Tests keep an installation of their own beside the developer's.
    directory: Path = Path(os.environ.get("CRM_RUN_DIRECTORY") or ROOT / ".run")

    @property
    def logs(self) -> Path:
        return self.directory / "logs"

    @property
    def lock_file(self) -> Path:
        return self.directory / "lock"

    @property
    def state_file(self) -> Path:
        return self.directory / "state.json"

    @property
    def demo_file(self) -> Path:
        return self.directory / "demo.json"

    def secrets(self) -> dict[str, str]:
        """Made once per installation; readable by its owner only."""
        file = self.directory / "secrets.json"
        known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        missing = [name for name in SECRET_NAMES if name not in known]
        if missing:
            known.update({name: secrets.token_urlsafe(32) for name in missing})
            write_private(file, known)
        return known

    def ports(self) -> dict[str, int]:
        names = PORT_NAMES + [f"rpc_{service}" for service in service_names()]
        return remembered(self.directory / "ports.json", names)


def service_names() -> list[str]:
    """Every folder that declares a service; the kit declares none."""
    folders = {path.parent.name for path in (ROOT / "services").glob("*/service.py")}
    return sorted(folders - {"kit"})


def gateway_port() -> int:
    text = os.environ.get("CRM_PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise BadSetting(f"CRM_PORT must be a port number from 1 to 65535, not {text!r}.")
    port = int(text)
    if not is_free(port):
        raise BadSetting(
            f"Port {port} is in use by another program: choose a free one, "
            f"for example CRM_PORT={port + 1} make run."
        )
    return port


def settings(ports: dict[str, int], secret: dict[str, str], port: int) -> dict[str, str]:
    """What the services and the gateway read; secrets travel in the environment only."""
    given = {
        "CRM_MONGO_URL": engines.mongo_url(ports["mongod"]),
        "CRM_AMQP_URL": engines.amqp_url(ports["amqp"], secret["amqp_password"]),
        "CRM_OPERATOR_TOKEN": secret["operator_token"],
        "CRM_SECRET_KEY": secret["secret_key"],
        "CRM_PORT": str(port),
        "CRM_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "CRM_LOG_FORMAT": os.environ.get("CRM_LOG_FORMAT", "text"),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'build' / 'gen'}",
        "PYTHONUNBUFFERED": "1",
        # Many threads, few cores: separate heaps per thread would only cost memory.
        "MALLOC_ARENA_MAX": "2",
    }
    for service in service_names():
        given[f"CRM_{service.upper()}_ADDRESS"] = f"{engines.HOST}:{ports[f'rpc_{service}']}"
    return given


def write_private(file: Path, content: object) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(content, out, ensure_ascii=False, indent=2)
        out.write("\n")
    fresh.rename(file)
