"""A substitute works on an absent colleague's clients, and the trail says for whom."""

from dataclasses import replace

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2 as pb
from services.kit.caller import Caller, Lender
from tests.counterparties.office import Office, refused


def standing_in(substitute: Caller, absent: Caller) -> Caller:
    """As identity says it while the substitution is active."""
    grants = {
        permission: tuple(sorted({*keys, *absent.grants[permission]}))
        for permission, keys in substitute.grants.items()
    }
    lent = {p: keys for p, keys in absent.grants.items() if p.startswith("counterparties.")}
    lender = Lender(absent.user, absent.display_name, lent)
    return replace(substitute, grants=grants, lenders=(lender,))


def changed(office: Office, caller: Caller, name: str, comment: str) -> pb.Counterparty:
    return office.counterparties(caller).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(counterparty=pb.Counterparty(name=name, comment=comment))
    )


def test_the_trail_says_who_did_it_for_whom(office: Office) -> None:
    theirs = office.create(office.manager_b, "Клиент Б")
    mine = office.create(office.manager_a, "Клиент А")
    with refused() as refusal:
        changed(office, office.manager_a, theirs.name, "звонил")
    assert refusal.code == "NOT_FOUND"
    substitute = standing_in(office.manager_a, office.manager_b)
    assert office.listed(substitute) == ["Клиент А", "Клиент Б"]
    # Records do not move.
    assert changed(office, substitute, theirs.name, "звонил").owner == office.manager_b.user
    changed(office, substitute, mine.name, "и этому")
    trail = office.door.stub(audit_pb2_grpc.AuditServiceStub, office.admin)

    def last(name: str) -> audit_pb2.AuditEntry:
        request = audit_pb2.ListAuditEntriesRequest(parent="audit/counterparties", subject=name)
        return trail.ListAuditEntries(request).entries[0]

    entry = last(theirs.name)
    assert (entry.user, entry.user_display_name) == (office.manager_a.user, "manager-a")
    assert entry.on_behalf_of == office.manager_b.user
    assert entry.on_behalf_of_display_name == "manager-b"
    assert last(mine.name).on_behalf_of == ""


def test_what_a_substitute_creates_is_his_own(office: Office) -> None:
    substitute = standing_in(office.manager_a, office.manager_b)
    office.create(substitute, "Новый")
    assert office.listed(office.manager_a) == ["Новый"]
    assert "on_behalf_of" not in office.changes("counterparty_created")[-1]["actor"]
