"""A person who is forgotten goes out of leads and of the copies of parties; the sale stays."""

from typing import Any

from crm.privacy.v1 import events_pb2 as privacy
from services.kit.parties.party import Party
from services.kit.parties.store import PARTIES, keep
from tests.deals.leads.desk import Leads
from tests.deals.office import Office

Pb = Any


def test_a_lead_stays_without_him_and_his_copy_goes(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    name = f"contacts/{office.tenant}"
    keep(office.db, Party(name=name, display_name="Рябинин Савелий", version=1), expected=True)
    lead = mine.create(
        "Насосы", person_name="Рябинин Савелий", phones=["+79161234567"], emails=["ryab@example.ru"]
    )
    request = f"personalDataRequests/{office.tenant}"
    traces = privacy.PersonTraces(
        names=[name],
        full_names=["Рябинин Савелий"],
        phones=["9161234567"],
        emails=["ryab@example.ru"],
    )
    asked = privacy.PersonalDataRequested(
        request=request, step=privacy.PERSONAL_DATA_STEP_ERASE, traces=traces
    )
    office.tell(asked, request, source="counterparties")
    office.work()
    after = mine.get(lead)
    assert after.display_name == "Насосы"
    assert "Рябинин" not in str(after)
    assert "1234567" not in str(after)
    assert mine.titles(query="9161234567") == []
    assert PARTIES.find(office.db, name) is None
