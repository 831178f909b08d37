"""What a tenant sets up for its leads: statuses, reasons of loss, rules of assignment."""

from typing import Any

from crm.deals.v1 import lead_settings_pb2 as pb
from crm.deals.v1 import lead_settings_pb2_grpc
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import tenants_pb2
from services.kit.caller import Caller
from tests.deals.office import Office, refused

Pb = Any


def settings(office: Office, caller: Caller | None = None) -> Pb:
    stub = lead_settings_pb2_grpc.LeadSettingsServiceStub
    return office.door.stub(stub, caller or office.admin)


def statuses(office: Office) -> list[Pb]:
    request = pb.ListLeadStatusesRequest()
    return list(settings(office, office.manager_a).ListLeadStatuses(request).lead_statuses)


def reasons(office: Office) -> list[Pb]:
    return list(settings(office).ListLossReasons(pb.ListLossReasonsRequest()).loss_reasons)


def rule(office: Office, **fields: Any) -> Pb:
    draft = pb.AssignmentRule(**{"display_name": "Юг", "candidates": [share("users/a")], **fields})
    request = pb.CreateAssignmentRuleRequest(assignment_rule=draft)
    return settings(office).CreateAssignmentRule(request)


def share(user: str, capacity: int = 0) -> Pb:
    return pb.AssignmentRule.Share(user=user, capacity=capacity)


def test_a_tenant_begins_with_statuses_and_reasons_once(
    office: Office, other_office: Office
) -> None:
    tenant = tenants_pb2.Tenant(name=f"tenants/{office.tenant}", language="en")
    office.tell(identity.TenantCreated(tenant=tenant), tenant.name)
    assert [each.display_name for each in statuses(office)] == ["New", "In work", "Waiting"]
    assert statuses(other_office)[0].display_name == "Новый"
    assert [each.comment_required for each in reasons(office)].count(True) == 1
    assert len(office.changes("lead_status_created")) == 3
    assert len(office.changes("loss_reason_created")) == len(reasons(office))


def test_statuses_are_changed_and_archived(office: Office) -> None:
    first = statuses(office)[0]
    draft = pb.LeadStatus(name=first.name, archived=True, display_name="Свежий", etag=first.etag)
    request = pb.UpdateLeadStatusRequest(lead_status=draft)
    request.update_mask.paths.extend(["archived", "display_name"])
    changed = settings(office).UpdateLeadStatus(request)
    assert (changed.archived, changed.display_name, changed.color) == (True, "Свежий", "blue")
    with refused() as stale:
        settings(office).UpdateLeadStatus(request)
    assert stale.reason == "STALE_ETAG"
    with refused() as wrong:
        settings(office).CreateLeadStatus(
            pb.CreateLeadStatusRequest(lead_status=pb.LeadStatus(display_name="Х", color="pink"))
        )
    assert wrong.reason == "COLOR_UNKNOWN"


def test_a_rule_names_somebody_and_may_go(office: Office) -> None:
    made = rule(office, territories=[" Краснодар ", "Краснодар"], position=3)
    assert (made.position, list(made.territories)) == (3, ["Краснодар"])
    for wrong in ([], [share("users/a"), share("users/a")], [share("x")], [share("users/a", -1)]):
        with refused() as refusal:
            rule(office, candidates=wrong)
        assert refusal.reason in ("RULE_NOBODY", "OWNER_UNKNOWN", "NUMBER_OUT_OF_RANGE")
    gone = pb.DeleteAssignmentRuleRequest(name=made.name, etag=made.etag)
    settings(office).DeleteAssignmentRule(gone)
    listed = settings(office).ListAssignmentRules(pb.ListAssignmentRulesRequest())
    assert not listed.assignment_rules
    assert [each["type"] for each in office.changes("assignment_rule_deleted")]
