"""Where accounting may be: a tenant's administrator names a server, and must reach none of ours.

Private networks are allowed only where the operator names them (CRM_ACCOUNTING_NETWORKS); only
there may it be plain HTTP. The address that was checked is the one that is connected to, so that a
name which resolves to another one the next moment gains nothing.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from services.deals.accounting.port import AddressRefused
from services.kit import addresses
from services.kit.addresses import PORTS, Address, Network, origin, url_problem
from services.kit.settings import Settings

__all__ = ["Network", "Target", "networks", "origin", "resolved", "tidy", "url_problem"]
VARIABLE = "CRM_ACCOUNTING_NETWORKS"
SERVICE_PATH = "/odata/standard.odata"


@dataclass(frozen=True, slots=True)
class Target:
    """A server with its addresses as they were checked."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[Address, ...]

    def base(self, address: Address) -> str:
        literal = f"[{address}]" if address.version == 6 else str(address)
        return f"{self.scheme}://{literal}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def networks(settings: Settings) -> tuple[Network, ...]:
    """Where 1C may be besides the internet."""
    return addresses.networks(settings, VARIABLE)


def tidy(url: str) -> str:
    return url.strip().rstrip("/")


def resolved(url: str, allowed: tuple[Network, ...]) -> Target:
    """Looks the host up and refuses what is not allowed."""
    scheme, host, port = origin(url)
    try:
        found = addresses.checked(url, allowed)
    except addresses.AddressRefused as refusal:
        raise AddressRefused(str(refusal)) from None
    path = urlsplit(url).path.rstrip("/")
    if not path.endswith(SERVICE_PATH):
        path += SERVICE_PATH
    return Target(scheme, host, port, path, found)
