"""The gate in front of the registry of companies."""

from services.counterparties.registry.provider import Busy, Unanswered
from services.kit import gate
from services.kit.once import made_once


class Gate(gate.Gate):
    server, busy, unanswered = "registry", Busy, Unanswered


@made_once
def gate_of(url: str) -> Gate:
    """The tenants of a process share it: it is the server that fails, not the tenant."""
    del url
    return Gate()
