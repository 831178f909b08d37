"""What all parts of the running gateway share."""

from dataclasses import dataclass

from gateway.access_log import AccessLog
from gateway.asgi import Header, api_headers
from gateway.channels import Services
from gateway.limits import Limit
from gateway.metrics import Metrics
from gateway.sessions import Sessions, Signed
from gateway.settings import GatewaySettings
from gateway.texts import Texts

# New credentials a second from one address: an office behind one address has many people.
STRANGER_RATE = 200


@dataclass(slots=True)
class State:
    """Made inside the running loop, because channels belong to it."""

    settings: GatewaySettings
    services: Services
    sessions: Sessions
    texts: Texts
    metrics: Metrics
    log: AccessLog
    tenant_limit: Limit
    key_limit: Limit
    sign_in_limit: Limit
    stranger_limit: Limit
    data_headers: tuple[Header, ...]

    async def caller(self, credential: str, address: str) -> Signed:
        """Who it is. Only what is not known yet costs anything, so only that is limited."""
        known = self.sessions.known(credential)
        if known is not None:
            return known
        self.stranger_limit.take(address)
        return await self.sessions.caller(credential)


def make(settings: GatewaySettings, *, quiet: bool = False) -> State:
    services = Services(settings.addresses)
    per_minute = settings.sign_in_rate
    return State(
        settings=settings,
        services=services,
        sessions=Sessions(services["identity"]),
        texts=Texts(),
        metrics=Metrics(),
        log=AccessLog(settings.log_format, quiet=quiet),
        tenant_limit=Limit(settings.tenant_rate),
        key_limit=Limit(settings.key_rate),
        sign_in_limit=Limit(per_minute / 60, burst=max(1.0, per_minute / 5)),
        stranger_limit=Limit(STRANGER_RATE),
        data_headers=tuple(api_headers(secure=settings.secure)),
    )
