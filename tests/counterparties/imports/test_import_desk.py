"""The desk through its door: repairs, duplicates, creation, undo, error files, rights."""

from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import (
    counterparties_pb2,
)
from crm.counterparties.v1 import imports_pb2 as pb
from crm.job.v1 import jobs_pb2, jobs_pb2_grpc
from services.kit import jobs
from services.kit.caller import Caller
from tests.counterparties.imports import files
from tests.counterparties.imports.files import INNS, a_csv, clients, create_all
from tests.counterparties.office import BRANCH_A, Office, refused

HEAD = ("Наименование", "ИНН", "Телефон", "E-mail")
A, B, C = INNS[:3]


def patch(
    office: Office, caller: Caller, made: pb.Import, number: int, etag: str = "", **values: str
) -> pb.ImportRow:
    row = pb.ImportRow(name=f"{made.name}/rows/{number}", values=values, etag=etag)
    return office.imports(caller).UpdateImportRow(pb.UpdateImportRowRequest(row=row))


def test_a_repaired_row_is_judged_anew_and_those_that_hang_on_it_too(office: Office) -> None:
    made = files.staged(
        office,
        office.admin,
        a_csv(HEAD, ("А", A, "", ""), ("Б", A, "", ""), ("В", A, "", ""), ("", B, "", "")),
    )
    assert files.verdicts(office, office.admin, made.name) == [
        "VALID", "DUPLICATE", "DUPLICATE", "REJECTED",
    ]  # fmt: skip
    repaired = patch(office, office.admin, made, 1, ИНН=B)
    assert repaired.verdict == pb.ImportRow.VERDICT_VALID
    assert repaired.values["ИНН"] == B
    found = files.rows(office, office.admin, made.name)
    assert [each.verdict for each in found[1:3]] == [
        pb.ImportRow.VERDICT_VALID,
        pb.ImportRow.VERDICT_DUPLICATE,
    ]
    assert found[2].duplicate_of == f"{made.name}/rows/2"
    # And the other way round: the row takes its number back, under the field's name.
    patch(office, office.admin, made, 1, inn=A)
    found = files.rows(office, office.admin, made.name)
    assert found[1].verdict == pb.ImportRow.VERDICT_DUPLICATE
    assert found[2].duplicate_of == f"{made.name}/rows/1"
    named = patch(office, office.admin, made, 4, Наименование="Г")
    assert named.verdict == pb.ImportRow.VERDICT_VALID
    counts = files.now(office, office.admin, made.name).counts
    assert (counts.waiting, counts.duplicates, counts.rejected) == (2, 2, 0)


def test_a_row_says_what_is_wrong_where_and_how_to_fix_it(office: Office) -> None:
    made = files.staged(
        office, office.admin, a_csv(HEAD, ("А", "7707083894", "12", "info(at)mail.ru"))
    )
    row = files.rows(office, office.admin, made.name)[0]
    problems = {each.field: each for each in row.problems}
    assert problems["inn"].reason == "INN_CHECKSUM"
    assert (problems["inn"].column, problems["inn"].value) == ("ИНН", "7707083894")
    assert problems["phones"].reason == "PHONE_FORMAT"
    assert problems["emails"].suggestion == "info@mail.ru"
    assert all(each.description for each in row.problems)
    narrow = files.rows(office, office.admin, made.name, reason="PHONE_FORMAT")
    assert len(narrow) == 1
    assert not files.rows(office, office.admin, made.name, reason="KPP_FORMAT")
    assert len(files.rows(office, office.admin, made.name, verdict="VERDICT_REJECTED")) == 1


def test_reasons_are_counted_over_the_whole_import(office: Office) -> None:
    bad = [(f"К{n}", "7707083894", "12" if n < 3 else "", "") for n in range(60)]
    made = files.staged(office, office.admin, a_csv(HEAD, *bad, ("Верный", A, "", "")))

    def counts(**wanted: Any) -> list[tuple[str, int]]:
        request = pb.CountImportReasonsRequest(name=made.name, **wanted)
        answer = office.imports(office.admin).CountImportReasons(request)
        return [(each.reason, each.count) for each in answer.reasons]

    assert counts() == [("INN_CHECKSUM", 60), ("PHONE_FORMAT", 3)]
    assert counts(verdict="VERDICT_REJECTED") == counts()
    assert counts(verdict="VERDICT_VALID") == []


def test_a_stale_or_settled_row_is_not_repaired(office: Office) -> None:
    made = files.staged(office, office.admin, a_csv(HEAD, ("А", A, "", "")))
    row = files.rows(office, office.admin, made.name)[0]
    patch(office, office.admin, made, 1, etag=row.etag, Телефон="88002000600")
    with refused() as refusal:
        patch(office, office.admin, made, 1, etag=row.etag, Телефон="88002000601")
    assert refusal.reason == "STALE_ETAG"
    with refused() as refusal:
        patch(office, office.admin, made, 1, **{"Нет такого": "1"})
    assert refusal.reason == "IMPORT_COLUMN_UNKNOWN"
    create_all(office, office.admin, made)
    with refused() as refusal:
        patch(office, office.admin, made, 1, Телефон="88002000601")
    assert refusal.reason == "IMPORT_ROW_CREATED"


def test_rows_repeat_clients_of_the_base_by_each_strong_key(office: Office) -> None:
    office.create(
        office.admin,
        "В базе",
        inn=A,
        kpp="773601001",
        phones=[counterparties_pb2.Phone(number="+78002000600")],
        emails=[counterparties_pb2.Email(address="Info@Firma.ru")],
    )
    head = ("Наименование", "ИНН", "КПП", "Телефон", "Почта")
    made = files.staged(
        office,
        office.admin,
        a_csv(
            head,
            ("тот же", A, "773601001", "", ""),
            ("тот же без КПП", A, "", "", ""),
            ("филиал", A, "525702002", "", ""),
            ("по телефону", B, "", "8 (800) 200-06-00", ""),
            ("с добавочным", C, "", "8 (800) 200-06-00 доб. 12", ""),
            ("по почте", "", "", "", "info@firma.ru"),
            ("В базе", "", "", "", ""),
        ),
    )
    found = files.rows(office, office.admin, made.name)
    reasons = [[each.reason for each in (*row.problems, *row.hints)] for row in found]
    assert reasons == [
        ["DUPLICATE_INN"],
        ["DUPLICATE_INN"],
        [],
        ["DUPLICATE_PHONE"],
        [],
        ["DUPLICATE_EMAIL"],
        ["SIMILAR_NAME"],
    ]
    assert found[0].duplicate_of_display_name == "В базе"
    assert found[6].verdict == pb.ImportRow.VERDICT_VALID


def test_a_client_the_caller_may_not_see_is_not_revealed(office: Office) -> None:
    office.create(office.manager_b, "Чужой клиент", inn=A)
    made = files.staged(office, office.manager_a, a_csv(HEAD, ("Мой", A, "", "")))
    row = files.rows(office, office.manager_a, made.name)[0]
    assert row.verdict == pb.ImportRow.VERDICT_DUPLICATE
    assert (row.duplicate_of, row.duplicate_of_display_name) == ("", "")
    assert [each.reason for each in row.problems] == ["DUPLICATE_HIDDEN"]
    seen = files.rows(office, office.admin, made.name)[0]
    assert seen.duplicate_of_display_name == "Чужой клиент"
    with refused() as refusal:
        office.imports(office.manager_b).GetImport(pb.GetImportRequest(name=made.name))
    assert refusal.code == "NOT_FOUND"
    assert not office.imports(office.manager_b).ListImports(pb.ListImportsRequest()).imports
    assert office.imports(office.head_a).GetImport(pb.GetImportRequest(name=made.name)).name


def test_clients_belong_to_who_imports_or_to_the_owner_chosen(office: Office) -> None:
    made = files.staged(office, office.manager_a, a_csv(HEAD, ("Мой", A, "", "")))
    create_all(office, office.manager_a, made)
    assert clients(office, office.manager_a) == ["Мой"]
    assert clients(office, office.manager_b) == []
    given = files.staged(
        office, office.admin, a_csv(HEAD, ("Ему", B, "", "")), owner=office.manager_b.user
    )
    create_all(office, office.admin, given)
    assert clients(office, office.manager_b) == ["Ему"]
    with refused() as refusal:
        files.uploaded(office, office.admin, b"a;b\r\n1;2", owner="users/nobody")
    assert refusal.reason == "OWNER_UNKNOWN"


def test_some_rows_are_created_and_the_rest_waits(office: Office) -> None:
    made = files.staged(
        office, office.admin, a_csv(HEAD, ("А", A, "", ""), ("Б", B, "", ""), ("", C, "", ""))
    )
    wanted = [f"{made.name}/rows/{number}" for number in (2, 3)]
    office.imports(office.admin).CreateImportedCounterparties(
        pb.CreateImportedCounterpartiesRequest(name=made.name, rows=wanted)
    )
    office.work()
    now = files.now(office, office.admin, made.name)
    assert now.state == pb.Import.STATE_STAGED
    assert (now.counts.created, now.counts.waiting, now.counts.rejected) == (1, 1, 1)
    row = files.rows(office, office.admin, made.name)[1]
    client = office.counterparties(office.admin).GetCounterparty(
        counterparties_pb2.GetCounterpartyRequest(name=row.counterparty)
    )
    assert (client.display_name, client.source_import) == ("Б", made.name)
    with refused() as refusal:
        office.imports(office.admin).CreateImportedCounterparties(
            pb.CreateImportedCounterpartiesRequest(name=made.name)
        )
    assert refusal.reason == "ALL_VALID_OR_ROWS"


def test_a_client_made_meanwhile_turns_the_row_into_a_duplicate(office: Office) -> None:
    made = files.staged(
        office,
        office.admin,
        a_csv(HEAD, ("А", A, "88002000600", ""), ("Б", B, "88002000600", "")),
    )
    office.create(office.admin, "Вручную", inn=A)
    done = create_all(office, office.admin, made)
    # The telephone that the first row no longer holds makes the second one good.
    assert files.verdicts(office, office.admin, made.name) == ["DUPLICATE", "VALID"]
    assert (done.counts.created, done.counts.waiting) == (0, 1)
    assert create_all(office, office.admin, made).counts.created == 1


def test_the_mapping_can_be_changed_and_saved_for_the_next_file(office: Office) -> None:
    content = a_csv(("Кто", "Номер"), ("А", A), ("Б", "7707083894"))
    made = files.staged(office, office.admin, content)
    assert files.verdicts(office, office.admin, made.name) == ["REJECTED", "REJECTED"]
    mapping = [
        pb.ColumnMapping(column="Кто", field="display_name"),
        pb.ColumnMapping(column="Номер", field="inn"),
    ]
    stub = office.imports(office.admin)
    change = pb.Import(name=made.name, mapping=mapping)
    stub.UpdateImport(pb.UpdateImportRequest(**{"import": change}))
    office.work()
    assert files.verdicts(office, office.admin, made.name) == ["VALID", "REJECTED"]
    template = pb.ImportTemplate(display_name="1С", kind="KIND_LEGAL", mapping=mapping)
    saved = stub.CreateImportTemplate(pb.CreateImportTemplateRequest(import_template=template))
    again = stub.CreateImportTemplate(pb.CreateImportTemplateRequest(import_template=template))
    assert saved.name == again.name
    listed = stub.ListImportTemplates(pb.ListImportTemplatesRequest(kind="KIND_LEGAL"))
    assert [each.display_name for each in listed.import_templates] == ["1С"]
    second = files.staged(office, office.admin, content, template=saved.name)
    assert [each.field for each in second.mapping] == ["display_name", "inn"]
    stub.DeleteImportTemplate(pb.DeleteImportTemplateRequest(name=saved.name))
    assert not stub.ListImportTemplates(pb.ListImportTemplatesRequest()).import_templates
    with refused() as refusal:
        wrong = pb.Import(name=made.name, mapping=[pb.ColumnMapping(column="Кто", field="x")])
        stub.UpdateImport(pb.UpdateImportRequest(**{"import": wrong}))
    assert refusal.reason == "IMPORT_FIELD_UNKNOWN"


def test_a_bulk_repair_sets_a_column_of_the_rows_it_is_for(office: Office) -> None:
    made = files.staged(
        office,
        office.admin,
        a_csv(HEAD, ("А", A, "", "нет"), ("Б", B, "", "нет"), ("В", C, "", "x")),
    )
    office.imports(office.admin).BulkUpdateImportRows(
        pb.BulkUpdateImportRowsRequest(
            name=made.name, column="E-mail", reason="EMAIL_FORMAT", find="нет", replace=""
        )
    )
    office.work()
    assert files.verdicts(office, office.admin, made.name) == ["VALID", "VALID", "REJECTED"]


def test_the_same_request_starts_one_import(office: Office) -> None:
    content = a_csv(HEAD, ("А", A, "", ""))
    once = {"request_id": "5f0c8a3e-5a1f-4a57-9d0c-7a3b8a5f9e11"}
    first = files.uploaded(office, office.admin, content, **once)
    assert files.uploaded(office, office.admin, content, **once).name == first.name
    assert len(office.imports(office.admin).ListImports(pb.ListImportsRequest()).imports) == 1


def test_while_it_is_worked_on_nothing_else_may_be_done(office: Office) -> None:
    made = files.uploaded(office, office.admin, a_csv(HEAD, ("А", A, "", "")))
    with refused() as refusal:
        office.imports(office.admin).CreateImportedCounterparties(
            pb.CreateImportedCounterpartiesRequest(name=made.name, all_valid=True)
        )
    assert refusal.reason == "IMPORT_BUSY"
    job = jobs.JOBS.select(office.db, {"subject": made.name})[0]
    stub = office.door.stub(jobs_pb2_grpc.JobServiceStub, office.admin)
    stub.StopJob(jobs_pb2.StopJobRequest(name=job.name))
    office.work()
    now = files.now(office, office.admin, made.name)
    assert (now.state, now.error_reason) == (pb.Import.STATE_FAILED, "IMPORT_STOPPED")


def test_a_deleted_import_takes_its_rows_and_leaves_its_clients(office: Office) -> None:
    made = files.staged(office, office.admin, a_csv(HEAD, ("А", A, "", "")))
    create_all(office, office.admin, made)
    office.imports(office.admin).DeleteImport(pb.DeleteImportRequest(name=made.name))
    office.work()
    assert office.db.bound("import_rows").count({}) == 0
    assert clients(office, office.admin) == ["А"]
    assert office.changes("import_deleted")


def test_who_may_only_look_changes_nothing(office: Office) -> None:
    made = files.staged(office, office.manager_a, a_csv(HEAD, ("А", A, "", "")))
    grants = {"imports.read": (BRANCH_A,), "counterparties.read": (BRANCH_A,)}
    viewer = replace(office.head_a, grants=grants)
    assert files.rows(office, viewer, made.name)
    with refused() as refusal:
        patch(office, viewer, made, 1, inn=B)
    assert refusal.code == "PERMISSION_DENIED"
