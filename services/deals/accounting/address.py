"""Where accounting may be: a tenant's administrator names a server, and must reach none of ours.

Private networks are allowed only where the operator names them (CRM_ACCOUNTING_NETWORKS); only
there may it be plain HTTP. The address that was checked is the one that is connected to, so that a
name which resolves to another one the next moment gains nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.deals.accounting.port import AddressRefused
from services.kit.settings import Settings, SettingsError

VARIABLE = "CRM_ACCOUNTING_NETWORKS"
SERVICE_PATH = "/odata/standard.odata"
LONGEST_URL, MOST_TRIED = 500, 4
_PORTS = {"http": 80, "https": 443}
# Addresses of others within them, private ones too.
_TUNNELS = tuple(map(ipaddress.ip_network, ("2002::/16", "64:ff9b::/96", "2001::/32")))
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


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
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def networks(settings: Settings) -> tuple[Network, ...]:
    """Where 1C may be besides the internet, such as 10.20.0.0/16,192.168.1.5."""
    text = settings.text(VARIABLE, "")
    try:
        named = [each.strip() for each in text.split(",") if each.strip()]
        return tuple(ipaddress.ip_network(each) for each in named)
    except ValueError as error:
        raise SettingsError(f"{VARIABLE} must be networks such as 10.20.0.0/16: {error}.") from None


def url_problem(url: str) -> str:
    """What is wrong with it, or nothing. A password in it would be shown to everybody."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "Not an address: https://host/base."
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        return "An address begins with https:// and a host: https://host/base."
    if parts.username or parts.password or parts.query or parts.fragment:
        return "Without login, password and whatever follows ? or #."
    if len(url) > LONGEST_URL or not url.isprintable() or any(each.isspace() for each in url):
        return f"At most {LONGEST_URL} characters, without spaces."
    return ""


def tidy(url: str) -> str:
    return url.strip().rstrip("/")


def origin(url: str) -> tuple[str, str, int | None]:
    """Of two with the same one, the same server is asked."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def resolved(url: str, allowed: tuple[Network, ...]) -> Target:
    """Looks the host up and refuses what is not allowed."""
    scheme, host, port = origin(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise AddressRefused("The host has no address") from None
    addresses = list(dict.fromkeys(ipaddress.ip_address(each[4][0]) for each in found))
    for address in addresses:
        _require_allowed(address, scheme, allowed)
    path = urlsplit(url).path.rstrip("/")
    if not path.endswith(SERVICE_PATH):
        path += SERVICE_PATH
    return Target(scheme, host, port or _PORTS[scheme], path, tuple(addresses[:MOST_TRIED]))


def _require_allowed(address: Address, scheme: str, allowed: tuple[Network, ...]) -> None:
    """All addresses of a host must be: which one is taken is chance."""
    plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    checked = plain or address
    if any(checked in network for network in allowed):
        return
    tunnelled = any(checked in network for network in _TUNNELS)
    if not checked.is_global or checked.is_multicast or tunnelled:
        raise AddressRefused("The host is in a private network that the operator has not allowed")
    if scheme != "https":
        raise AddressRefused("Over the internet only https:// is allowed")
