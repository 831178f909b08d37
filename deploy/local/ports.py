"""Free ports of this machine, remembered so that data and bookmarks stay valid.

A chosen port is nobody's until a program listens on it. Until then, and as long as the process
that chose it lives, a name that the kernel gives to one holder only keeps other choosers off.
"""

import json
import secrets
import socket
from pathlib import Path

HOST = "127.0.0.1"
# Below the range from which the kernel takes ports for outgoing connections.
LOWEST, HIGHEST = 20_000, 32_000
# What this process holds; it ends with the process, however that ends.
_reserved: dict[int, socket.socket] = {}


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def reserve(port: int) -> bool:
    """Whether nobody listens on it and nobody else is about to: then it is this process's."""
    if port not in _reserved:
        # Without a file: a name of the same network namespace that the port is of.
        name = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            name.bind(f"\0crm-port-{port}")
        except OSError:
            name.close()
            return False
        _reserved[port] = name
    # Only now: whoever had the name before may listen.
    if is_free(port):
        return True
    _reserved.pop(port).close()
    return False


def free_port(taken: set[int]) -> int:
    """Never the same one twice in one process."""
    while True:
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST)
        if port not in taken and port not in _reserved and reserve(port):
            return port


def remembered(file: Path, names: list[str]) -> dict[str, int]:
    """A port for each name: last time's where it is still free, else a new one."""
    old: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    ports: dict[str, int] = {}
    for name in names:
        port = old.get(name)
        if port is None or port in ports.values() or not reserve(port):
            port = free_port({*old.values(), *ports.values()})
        ports[name] = port
    file.write_text(json.dumps(ports, indent=2) + "\n")
    return ports
