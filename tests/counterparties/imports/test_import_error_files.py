"""Error files on their way out and back, and files that are no tables."""

from collections.abc import Iterator

from crm.counterparties.v1 import imports_pb2 as pb
from tests.counterparties.imports import files
from tests.counterparties.imports.files import INNS, a_csv
from tests.counterparties.office import Office, refused

HEAD = ("Наименование", "ИНН", "Телефон", "E-mail")
A, B, C = INNS[:3]


def downloaded(office: Office, made: pb.Import, file_format: str = "csv") -> bytes:
    request = pb.ExportImportErrorsRequest(name=made.name, format=file_format)
    answer = office.imports(office.admin).ExportImportErrors(request)
    return b"".join(each.data for each in answer)


def repair(office: Office, made: pb.Import, content: bytes) -> pb.Import:
    def pieces() -> Iterator[pb.RepairImportRequest]:
        yield pb.RepairImportRequest(name=made.name, file_name="errors.csv", chunk=content)
        yield pb.RepairImportRequest()

    office.imports(office.admin).RepairImport(pieces())
    office.work()
    return files.now(office, office.admin, made.name)


def test_an_error_file_is_repaired_and_put_back_onto_its_rows(office: Office) -> None:
    made = files.staged(
        office,
        office.admin,
        a_csv(
            (*HEAD, "Комментарий"),
            ("А", A, "", "", ""),
            ("Б", "7707083894", "", "", "=1+1"),
            ("В", A, "+7 800 200-06-00", "", "-"),
        ),
    )
    text = downloaded(office, made).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == "№ строки;Наименование;ИНН;Телефон;E-mail;Комментарий;Причина"
    assert lines[1].startswith("2;Б;7707083894;;;'=1+1;ИНН: ")
    assert "повтор по ИНН" in lines[2]
    assert "(строка файла 1)" in lines[2]
    repaired = text.replace("7707083894", B).replace(f"В;{A}", f"В;{C}")
    now = repair(office, made, repaired.encode("cp1251"))
    assert files.verdicts(office, office.admin, made.name) == ["VALID", "VALID", "VALID"]
    assert now.counts.waiting == 3
    found = files.rows(office, office.admin, made.name)
    assert found[1].values["Комментарий"] == "=1+1"
    assert found[2].values["Телефон"] == "+7 800 200-06-00"


def test_an_error_file_in_xlsx_goes_the_same_way(office: Office) -> None:
    made = files.staged(office, office.admin, a_csv(HEAD, ("", A, "", ""), ("Б", B, "", "")))
    content = downloaded(office, made, "xlsx")
    assert content.startswith(b"PK")
    now = repair(office, made, content)
    assert (now.counts.rejected, now.counts.waiting) == (1, 1)
    with refused() as refusal:
        repair(office, made, a_csv(HEAD, ("А", A, "", "")))
    assert refusal.reason == "FILE_NOT_REPAIRED"


def test_what_is_no_table_is_refused_at_once_or_fails_with_a_reason(office: Office) -> None:
    for content, reason in (
        (b"", "FILE_EMPTY"),
        (b"%PDF-1.7 ...", "FILE_FORMAT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "FILE_XLS"),
        (bytes(range(256)) * 20, "FILE_FORMAT"),
    ):
        with refused() as refusal:
            files.uploaded(office, office.admin, content)
        assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", reason)
    for content, reason in (
        (a_csv(HEAD), "FILE_EMPTY"),
        (b"PK\x03\x04" + bytes(5000), "FILE_FORMAT"),
        (";".join(f"c{n}" for n in range(1500)).encode() + b"\r\n1;2\r\n", "FILE_TOO_WIDE"),
    ):
        made = files.staged(office, office.admin, content)
        assert (made.state, made.error_reason) == (pb.Import.STATE_FAILED, reason)
        with refused() as refusal:
            row = pb.ImportRow(name=f"{made.name}/rows/1", values={"x": "1"})
            office.imports(office.admin).UpdateImportRow(pb.UpdateImportRowRequest(row=row))
        assert refusal.reason == "IMPORT_FAILED"


def test_a_file_damaged_further_on_fails_and_its_counts_still_reconcile(office: Office) -> None:
    good = a_csv(HEAD, *[(f"К{n}", "", "", "") for n in range(3000)])
    made = files.staged(office, office.admin, good + b"x" * 10_000_000)
    assert (made.state, made.error_reason) == (pb.Import.STATE_FAILED, "FILE_FORMAT")
    assert made.counts.read == len(files.rows(office, office.admin, made.name))


def test_an_error_file_tells_no_more_of_a_hidden_client_than_the_desk(office: Office) -> None:
    office.create(office.manager_b, "Чужая", inn=A)
    made = files.staged(office, office.manager_a, a_csv(HEAD, ("Своя", A, "", "")))
    request = pb.ExportImportErrorsRequest(name=made.name, format="csv")
    for caller, told in ((office.manager_a, "вам он не виден"), (office.admin, "повтор по ИНН")):
        answer = office.imports(caller).ExportImportErrors(request)
        text = b"".join(each.data for each in answer).decode("utf-8-sig")
        assert told in text.splitlines()[1], text


def test_a_repaired_file_with_senseless_numbers_puts_nothing_back(office: Office) -> None:
    made = files.staged(office, office.admin, a_csv(HEAD, ("А", "7707083894", "", "")))
    text = downloaded(office, made).decode("utf-8-sig")
    now = repair(office, made, text.replace("\n1;", f"\n{9**30};").encode())
    assert (now.state, now.error_reason) == (pb.Import.STATE_STAGED, "")
