"""A real gateway on a real port, with toy services behind it."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn

from gateway import settings
from gateway.app import Gateway
from services.kit.settings import Settings
from tests.gateway.toys import PASSWORD, TENANT, Toy
from tests.waiting import until

# Nothing here speaks TLS, and loading the machine's certificates for each client takes its time.
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass
class Running:
    """A gateway in a thread of its own."""

    gateway: Gateway
    server: uvicorn.Server
    port: int
    toys: dict[str, Toy]
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, **options: Any) -> httpx.Client:
        self.clients.append(httpx.Client(base_url=self.url, timeout=60.0, verify=TLS, **options))
        return self.clients[-1]

    def token(self, login: str = "anna") -> str:
        body = {"tenant": TENANT, "login": login, "password": PASSWORD}
        with httpx.Client(base_url=self.url, timeout=60.0, verify=TLS) as client:
            answer = client.post("/v1/sessions", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]

    def program(self, login: str = "anna") -> httpx.Client:
        """Somebody signed in with a bearer token."""
        return self.client(headers={"authorization": f"Bearer {self.token(login)}"})

    def browser(self, login: str = "anna") -> httpx.Client:
        """Somebody signed in with cookies, through the page."""
        client = self.client(headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"})
        form = {"tenant": TENANT, "login": login, "password": PASSWORD}
        answer = client.post("/sign-in", data=form)
        assert answer.status_code == 303, answer.text
        return client


Start = Callable[..., Running]


@pytest.fixture(scope="session")
def start_gateway() -> Iterator[Start]:
    """Starts gateways with the environment given; all end with the tests."""
    running: list[tuple[Running, threading.Thread]] = []

    def start(toys: dict[str, Toy] | None = None, **environ: str) -> Running:
        toys = toys or {name: Toy(name) for name in ("identity", "counterparties")}
        # Tests sign in as often as a machine is quick.
        environ.setdefault("CRM_SIGN_IN_LIMIT", "100000")
        for name, toy in toys.items():
            environ[f"CRM_{name.upper()}_ADDRESS"] = toy.address
        found = settings.read(list(toys), Settings(environ))
        gateway = Gateway(found, quiet=True)
        # Listening already, so nobody else gets the port.
        door = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            gateway,
            loop="none",
            lifespan="on",
            ws="websockets-sansio",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=_serve, args=(server, door), daemon=True)
        thread.start()
        until(lambda: server.started)
        made = Running(gateway, server, door.getsockname()[1], toys)
        running.append((made, thread))
        return made

    yield start
    for made, _ in running:
        for client in made.clients:
            client.close()
        made.server.should_exit = True
    for made, thread in running:
        thread.join()
        for toy in made.toys.values():
            toy.stop()


def _serve(server: uvicorn.Server, door: socket.socket) -> None:
    with door:
        asyncio.run(server.serve(sockets=[door]))


@pytest.fixture(scope="session")
def gateway(start_gateway: Start) -> Running:
    """The one that most tests share; it has no broker."""
    return start_gateway()
