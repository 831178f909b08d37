"""Where a server that somebody names may be: in the open internet, and nowhere among ours.

Private networks are allowed only where the operator names them; only there may it be plain HTTP.
The address that was checked is the one to be connected to, so that a name which resolves to another
one the next moment gains nothing.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from services.kit.settings import Settings, SettingsError

PORTS = {"http": 80, "https": 443}
LONGEST_URL, MOST_TRIED = 500, 4
# Addresses of others within them, private ones too.
_TUNNELS = tuple(map(ipaddress.ip_network, ("2002::/16", "64:ff9b::/96", "2001::/32")))
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Exception):
    """The host is in a network that the operator has not named, or has no address."""


def networks(settings: Settings, variable: str) -> tuple[Network, ...]:
    """Those that the operator allows besides the internet, such as 10.20.0.0/16,192.168.1.5."""
    text = settings.text(variable, "")
    try:
        named = [each.strip() for each in text.split(",") if each.strip()]
        return tuple(ipaddress.ip_network(each) for each in named)
    except ValueError as error:
        raise SettingsError(f"{variable} must be networks such as 10.20.0.0/16: {error}.") from None


def url_problem(url: str, *, longest: int = LONGEST_URL) -> str:
    """What is wrong with it, or nothing. A password in it would be shown to everybody."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "Not an address: https://host/base."
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        return "An address begins with https:// and a host: https://host/base."
    if parts.username or parts.password or parts.query or parts.fragment:
        return "Without login, password and whatever follows ? or #."
    if len(url) > longest or not url.isprintable() or any(each.isspace() for each in url):
        return f"At most {longest} characters, without spaces."
    return ""


def origin(url: str) -> tuple[str, str, int]:
    """Of two with the same one, the same server is asked."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


def checked(url: str, allowed: tuple[Network, ...]) -> tuple[Address, ...]:
    """Looks the host up and refuses what is not allowed: all its addresses must be, as which one is
    taken is chance."""
    scheme, host, port = origin(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise AddressRefused("The host has no address") from None
    addresses = list(dict.fromkeys(ipaddress.ip_address(each[4][0]) for each in found))
    for address in addresses:
        require_allowed(address, scheme, allowed)
    return tuple(addresses[:MOST_TRIED])


def require_allowed(address: Address, scheme: str, allowed: tuple[Network, ...]) -> None:
    plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    meant = plain or address
    if any(meant in network for network in allowed):
        return
    tunnelled = any(meant in network for network in _TUNNELS)
    if not meant.is_global or meant.is_multicast or tunnelled:
        raise AddressRefused("The host is in a private network that the operator has not allowed")
    if scheme != "https":
        raise AddressRefused("Over the internet only https:// is allowed")


def literal(url: str) -> Address | None:
    """The address that it names itself."""
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return None
