"""Free ports of this machine, remembered so that data and bookmarks stay valid."""

import json
import secrets
import socket
from pathlib import Path

HOST = "127.0.0.1"
# Below the range from which the kernel takes ports for outgoing connections.
LOWEST, HIGHEST = 20_000, 32_000


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port(taken: set[int]) -> int:
    while True:
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST)
        if port not in taken and is_free(port):
            return port


def remembered(file: Path, names: list[str]) -> dict[str, int]:
    """A port for each name: last time's where it is still free, else a new one."""
    old: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    ports: dict[str, int] = {}
    for name in names:
        port = old.get(name)
        if port is None or port in ports.values() or not is_free(port):
            port = free_port({*old.values(), *ports.values()})
        ports[name] = port
    file.write_text(json.dumps(ports, indent=2) + "\n")
    return ports
