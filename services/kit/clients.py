"""Clients of Mongo: one, hence one pool of connections, per store and process."""

from functools import cache
from threading import Lock

from pymongo import MongoClient

from services.kit.bound import Document

# Threads begin together. A session belongs to one client: with two of them, whoever keeps a session
# of the one that was forgotten would fail at everything, for as long as the process lives.
_making = Lock()


def client(url: str) -> MongoClient[Document]:
    with _making:
        return _made(url)


@cache
def _made(url: str) -> MongoClient[Document]:
    return MongoClient(
        url,
        tz_aware=True,
        maxPoolSize=50,
        serverSelectionTimeoutMS=5000,
        # A deadline per operation (timeoutMS) would cost 14 % of a request in system calls.
        socketTimeoutMS=60_000,
    )
