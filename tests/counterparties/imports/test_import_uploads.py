"""Uploads as the network mangles them, and names of rows that no file has."""

import uuid
from collections.abc import Iterator

from crm.counterparties.v1 import imports_pb2 as pb
from tests.counterparties.imports import files
from tests.counterparties.imports.files import INNS, a_csv
from tests.counterparties.office import Office, refused

HEAD = ("Наименование", "ИНН", "Телефон", "E-mail")
A = INNS[0]


def test_an_upload_sent_again_while_it_is_on_its_way_spoils_nothing(office: Office) -> None:
    """As a client does who waited too long: the file of the one that wins stays whole."""
    once = {"request_id": str(uuid.uuid4()), "kind": "KIND_LEGAL", "file_name": "clients.csv"}
    content = a_csv(HEAD, *[(f"Фирма {n}", "", "", "") for n in range(3000)])
    second: list[pb.Import] = []

    def slowly() -> Iterator[pb.CreateImportRequest]:
        first, *others = files.pieces(content, 20_000, **once)
        yield first
        second.append(office.imports(office.admin).CreateImport(iter([first, *others])))
        yield from others

    first = office.imports(office.admin).CreateImport(slowly())
    assert first.name == second[0].name
    office.work()
    assert files.now(office, office.admin, first.name).counts.read == 3000


def test_a_number_no_file_has_is_no_row(office: Office) -> None:
    made = files.staged(office, office.admin, a_csv(HEAD, ("А", A, "", "")))
    with refused() as refusal:
        office.imports(office.admin).CreateImportedCounterparties(
            pb.CreateImportedCounterpartiesRequest(
                name=made.name, rows=[f"{made.name}/rows/{9**30}"]
            )
        )
    assert refusal.reason == "IMPORT_ROW_UNKNOWN"
