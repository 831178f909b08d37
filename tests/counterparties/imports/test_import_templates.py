"""Templates of mappings: each change of one can be traced to who made it."""

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import imports_pb2 as pb
from tests.counterparties.office import Office


def test_saving_and_deleting_a_template_is_in_the_audit_trail(office: Office) -> None:
    stub = office.imports(office.head_a)

    def saved(field: str) -> pb.ImportTemplate:
        mapping = [pb.ColumnMapping(column="Клиент", field=field)]
        template = pb.ImportTemplate(display_name="1С", kind="KIND_LEGAL", mapping=mapping)
        return stub.CreateImportTemplate(pb.CreateImportTemplateRequest(import_template=template))

    name = saved("display_name").name
    assert saved("full_name").name == name
    request = audit_pb2.ListAuditEntriesRequest(parent="audit/counterparties", subject=name)
    audit = office.door.stub(audit_pb2_grpc.AuditServiceStub, office.admin)
    updated, created = audit.ListAuditEntries(request).entries
    assert (created.action, updated.action) == (
        "import_template_created",
        "import_template_updated",
    )
    assert {created.user, updated.user} == {office.head_a.user}
    assert [each.field for each in updated.changes] == ["mapping"]
    stub.DeleteImportTemplate(pb.DeleteImportTemplateRequest(name=name))
    [deleted] = office.changes("import_template_deleted")
    assert (deleted["subject"], deleted["actor"]["user"]) == (name, office.head_a.user)
