"""Settings come from the environment, are read once, and say clearly what is missing or wrong."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

DEFAULT_PORTS = {"identity": 7101, "counterparties": 7102, "deals": 7103, "activities": 7104}
FIRST_PORT = 7110


class SettingsError(Exception):
    """One sentence for the operator: which variable, what is wrong, what would be right."""


@dataclass(frozen=True)
class Settings:
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def text(self, name: str, default: str | None = None) -> str:
        value = self.environ.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise SettingsError(f"{name} is not set.")
        return default

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit():
            raise SettingsError(f"{name} must be a whole number, not {value!r}.")
        return int(value)

    def mongo_url(self, service: str) -> str:
        """Of the service's own store: CRM_<SERVICE>_MONGO_URL, else CRM_MONGO_URL."""
        own = f"CRM_{service.upper()}_MONGO_URL"
        url = self.text(own, self.environ.get("CRM_MONGO_URL", ""))
        if not url:
            raise SettingsError(f"Neither {own} nor CRM_MONGO_URL is set.")
        return _url(url, "CRM_MONGO_URL", ("mongodb", "mongodb+srv"))

    def database(self, service: str) -> str:
        """The service's database; CRM_DATABASE_PREFIX keeps test runs apart."""
        return f"{self.text('CRM_DATABASE_PREFIX', '')}{service}"

    @property
    def amqp_url(self) -> str:
        return _url(self.text("CRM_AMQP_URL"), "CRM_AMQP_URL", ("amqp", "amqps"))

    def address(self, service: str) -> str:
        """Where the service's gRPC server listens and is called: host:port."""
        name = f"CRM_{service.upper()}_ADDRESS"
        value = self.text(name, f"127.0.0.1:{DEFAULT_PORTS.get(service, FIRST_PORT)}")
        host, colon, port = value.rpartition(":")
        if not (host and colon and port.isdigit()):
            raise SettingsError(f"{name} must be host:port, not {value!r}.")
        return value

    @property
    def metrics_port(self) -> int:
        """0 = no metrics server."""
        return self.number("CRM_METRICS_PORT", 0)

    @property
    def otlp_endpoint(self) -> str:
        """Empty = no traces leave the process."""
        return self.text("CRM_OTLP_ENDPOINT", "")

    @property
    def log_format(self) -> str:
        return self._one_of("CRM_LOG_FORMAT", "json", ("json", "text"))

    @property
    def log_level(self) -> str:
        return self._one_of("CRM_LOG_LEVEL", "info", ("debug", "info", "warning", "error"))

    def _one_of(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in allowed:
            raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return value


def _url(value: str, name: str, schemes: tuple[str, ...]) -> str:
    if urlsplit(value).scheme not in schemes:
        # The value is not repeated: it may hold a password.
        raise SettingsError(f"{name} must start with {' or '.join(s + '://' for s in schemes)}.")
    return value
