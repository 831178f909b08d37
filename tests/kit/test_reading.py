"""What has no owner is read by right alone."""

from typing import Any

import pytest

from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import NotFound
from services.kit.reading import by_right


def somebody(**grants: tuple[str, ...]) -> Caller:
    held = {permission.replace("_", "."): keys for permission, keys in grants.items()}
    return Caller(tenant="t", user="users/a", display_name="A", org_path=(), grants=held)


def test_whoever_may_read_none_finds_none() -> None:
    store: Any = None
    read = by_right("payments.read", lambda _, name: name)
    assert read(store, somebody(payments_read=(EVERYBODY,)), "payments/1") == "payments/1"
    with pytest.raises(NotFound):
        read(store, somebody(invoices_read=(EVERYBODY,)), "payments/1")
