"""What is written to a record while it is merged comes after it to the survivor."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

from services.counterparties.actions import consents, contacts, notes
from services.counterparties.consents import store
from services.counterparties.consents.consent import Method, Status
from services.counterparties.consents.purpose import Kind, built_in_name
from services.counterparties.merging import actions as merging
from services.kit.mongo import Db, transactional
from tests.counterparties.merging.desk import contacts_of, merge, notes_of, undo
from tests.counterparties.office import Office

NOW = timedelta(0)


@contextmanager
def writing(office: Office, client: str) -> Iterator[None]:
    """Whoever writes to a client has seen him, and keeps it when this is over."""
    written, go_on = Event(), Event()

    @transactional
    def write(db: Db) -> None:
        note = {"counterparty": client, "text": "Звонил"}
        notes.create(db, office.admin, note, "")
        contacts.create(db, office.admin, {"counterparty": client, "display_name": "Анна"}, "")
        purpose = built_in_name(db.tenant, Kind.PROCESSING)
        said = {"person": client, "purpose": purpose, "status": Status.GIVEN}
        consents.create(db, office.admin, {**said, "method": Method.CALL}, "")
        written.set()
        assert go_on.wait(10)

    with ThreadPoolExecutor(1) as pool:
        kept = pool.submit(write, office.db)
        try:
            assert written.wait(10)
            yield
        finally:
            go_on.set()
            kept.result(10)


def test_what_is_written_meanwhile_comes_after(office: Office) -> None:
    one, other, third = (office.create(office.admin, name) for name in "АБВ")
    with writing(office, other.name):
        merge(office, one, other)
        merge(office, third, one)
    assert notes_of(office, third.name) == contacts_of(office, third.name) == []
    merging.gather_late(office.db, NOW)
    assert notes_of(office, third.name) == ["Звонил"]
    assert contacts_of(office, third.name) == ["Анна"]
    (entry,) = store.of(office.db, third.name)
    assert entry.status is Status.GIVEN
    merging.gather_late(office.db, NOW)
    assert len(office.changes("contact_updated")) == 2


def test_an_unmerge_gives_it_back(office: Office) -> None:
    one, other = (office.create(office.admin, name) for name in "АБ")
    with writing(office, other.name):
        made = merge(office, one, other)
    merging.gather_late(office.db)
    assert notes_of(office, one.name) == [], "not before it is sure that nothing more comes"
    merging.gather_late(office.db, NOW)
    assert (notes_of(office, one.name), contacts_of(office, one.name)) == (["Звонил"], ["Анна"])
    undo(office, made)
    assert (notes_of(office, one.name), contacts_of(office, one.name)) == ([], [])
    assert (notes_of(office, other.name), contacts_of(office, other.name)) == (["Звонил"], ["Анна"])


def test_what_was_taken_apart_meanwhile_stays_apart(office: Office) -> None:
    one, other = (office.create(office.admin, name) for name in "АБ")
    with writing(office, other.name):
        undo(office, merge(office, one, other))
    merging.gather_late(office.db, NOW)
    assert notes_of(office, other.name) == ["Звонил"]
