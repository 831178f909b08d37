"""Clients of Mongo: one, hence one pool of connections, per store and process."""

from pymongo import MongoClient

from services.kit.bound import Document
from services.kit.once import made_once


@made_once
def client(url: str) -> MongoClient[Document]:
    """A session belongs to one client: with two of them, whoever keeps a session of the one that
    was forgotten would fail at everything, for as long as the process lives."""
    return MongoClient(
        url,
        tz_aware=True,
        maxPoolSize=50,
        serverSelectionTimeoutMS=5000,
        # A deadline per operation (timeoutMS) would cost 14 % of a request in system calls.
        socketTimeoutMS=60_000,
    )
