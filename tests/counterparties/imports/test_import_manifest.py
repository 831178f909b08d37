"""The files that people export give exactly the counts that their manifest tells."""

from collections import Counter

import pytest

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from crm.counterparties.v1 import imports_pb2 as pb
from tests.counterparties.imports import files
from tests.counterparties.imports.files import DATA, MANIFEST
from tests.counterparties.office import Office

REASONS = {
    "INN_CHECKSUM": "bad_inn",
    "INN_LENGTH": "bad_inn",
    "NAME_MISSING": "no_name",
    "EMAIL_FORMAT": "bad_email",
    "ACCOUNT_KEY": "bad_account",
    "DATE_IMPOSSIBLE": "bad_date",
    "DUPLICATE_INN": "duplicate_inn",
    "DUPLICATE_PHONE": "duplicate_phone",
}


@pytest.mark.parametrize("file_name", MANIFEST)
def test_a_file_gives_what_its_manifest_tells(office: Office, file_name: str) -> None:
    wanted = MANIFEST[file_name]
    content = (DATA / file_name).read_bytes()
    kind = files.kind_of(file_name)
    made = files.staged(office, office.admin, content, kind=kind, file_name=file_name)
    assert made.state == pb.Import.STATE_STAGED
    duplicates = wanted.get("duplicate_inn", 0) + wanted.get("duplicate_phone", 0)
    counts = made.counts
    assert (counts.read, counts.valid, counts.duplicates) == (
        wanted["rows"],
        wanted["valid"],
        duplicates,
    )
    assert counts.rejected == wanted["rows"] - wanted["valid"] - duplicates
    assert all(each.field for each in made.mapping)
    found = Counter(
        REASONS[problem.reason]
        for row in files.rows(office, office.admin, made.name)
        for problem in row.problems
    )
    told = ("rows", "valid", "two_phones", "multiline")
    assert dict(found) == {k: v for k, v in wanted.items() if v and k not in told}


@pytest.mark.parametrize("file_name", ["legal_utf8bom_comma.csv", "legal.xlsx"])
def test_all_valid_rows_become_clients_with_contacts_and_go_again(
    office: Office, file_name: str
) -> None:
    wanted = MANIFEST[file_name]
    stub = office.imports(office.admin)
    made = files.staged(office, office.admin, (DATA / file_name).read_bytes())
    stub.CreateImportedCounterparties(
        pb.CreateImportedCounterpartiesRequest(name=made.name, all_valid=True)
    )
    office.work()
    done = files.now(office, office.admin, made.name)
    assert done.state == pb.Import.STATE_DONE
    assert (done.counts.created, done.counts.waiting) == (wanted["valid"], 0)
    request = counterparties_pb2.CountCounterpartiesRequest(
        filter=counterparties_pb2.ListCounterpartiesRequest(source_import=made.name)
    )
    assert office.counterparties(office.admin).CountCounterparties(request).count == wanted["valid"]
    contacts = office.contacts(office.admin).ListContacts(
        contacts_pb2.ListContactsRequest(page_size=200)
    )
    assert len(contacts.contacts) == 200
    assert all(each.job_title and each.phones for each in contacts.contacts)
    events = Counter(each["type"] for each in office.changes())
    assert events["counterparty_created"] == events["contact_created"] == wanted["valid"]
    stub.UndoImport(pb.UndoImportRequest(name=made.name))
    office.work()
    undone = files.now(office, office.admin, made.name)
    assert undone.state == pb.Import.STATE_UNDONE
    assert (undone.counts.created, undone.counts.waiting) == (0, wanted["valid"])
    assert office.counterparties(office.admin).CountCounterparties(request).count == 0
