"""What the gateway reads from the environment, once, at start."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from services.kit.settings import Settings, SettingsError

MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    host: str
    port: int
    public_url: str  # empty: whatever host the client used
    amqp_url: str  # empty: no live streams
    addresses: dict[str, str]
    upload_limit: int
    body_limit: int
    body_pause_s: float  # between two pieces of a body
    tenant_rate: int  # requests a second
    key_rate: int
    sign_in_rate: int  # attempts a minute from one address
    trusted_proxies: str
    log_format: str
    log_level: str
    otlp_endpoint: str
    secure: bool  # browsers reach us over https


def read(services: list[str], settings: Settings | None = None) -> GatewaySettings:
    env = settings or Settings()
    public_url = env.text("CRM_PUBLIC_URL", "")
    if public_url and urlsplit(public_url).scheme not in {"http", "https"}:
        raise SettingsError("CRM_PUBLIC_URL must start with http:// or https://.")
    return GatewaySettings(
        host=env.text("CRM_HOST", "127.0.0.1"),
        port=env.number("CRM_PORT", 8080),
        public_url=public_url.rstrip("/"),
        amqp_url=env.amqp_url if env.text("CRM_AMQP_URL", "") else "",
        addresses={service: env.address(service) for service in services},
        upload_limit=env.number("CRM_UPLOAD_LIMIT", 600 * MIB),
        body_limit=env.number("CRM_BODY_LIMIT", MIB),
        body_pause_s=env.number("CRM_BODY_PAUSE_MS", 30_000) / 1000,
        tenant_rate=env.number("CRM_RATE_LIMIT", 6000),
        key_rate=env.number("CRM_KEY_RATE_LIMIT", 4000),
        sign_in_rate=env.number("CRM_SIGN_IN_LIMIT", 300),
        trusted_proxies=env.text("CRM_TRUSTED_PROXIES", ""),
        log_format=env.log_format,
        log_level=env.log_level,
        otlp_endpoint=env.otlp_endpoint,
        secure=urlsplit(public_url).scheme == "https",
    )
