"""A substitute works on an absent colleague's leads and deals as long as he stands in for him."""

from dataclasses import replace

from services.kit.caller import Caller, Lender
from tests.deals.leads.desk import Leads
from tests.deals.office import Office, refused
from tests.deals.sales import Sales


def standing_in(substitute: Caller, absent: Caller) -> Caller:
    """As identity says it while the substitution is active."""
    lent = {
        p: keys for p, keys in absent.grants.items() if p.partition(".")[0] in ("leads", "deals")
    }
    grants = {
        p: tuple(dict.fromkeys((*keys, *lent.get(p, ())))) for p, keys in substitute.grants.items()
    }
    lender = Lender(absent.user, absent.display_name, lent)
    return replace(substitute, grants=grants, lenders=(lender,))


def test_leads_and_deals_are_his_to_work_on_for_the_time(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    deal, lead = Sales(office, b).create("Сделка Б"), Leads(office, b).create("Лид Б")
    instead = standing_in(a, b)
    deals, leads = Sales(office, instead), Leads(office, instead)
    assert (deals.titles(), leads.titles()) == (["Сделка Б"], ["Лид Б"])
    assert deals.update(deal, comment="Звонил").owner == b.user
    assert leads.update(lead, comment="Звонил").owner == b.user
    for kind in ("deal_updated", "lead_updated"):
        actor = office.changes(kind)[-1]["actor"]
        assert (actor["user"], actor["on_behalf_of"]) == (a.user, b.user)
    # Afterwards his token says nothing of it any more.
    assert (Sales(office, a).titles(), Leads(office, a).titles()) == ([], [])
    with refused() as refusal:
        Sales(office, a).update(deal, comment="Ещё")
    assert refusal.code == "NOT_FOUND"
