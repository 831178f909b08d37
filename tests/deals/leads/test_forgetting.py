"""A person who is forgotten goes out of leads and of the copies of parties; the sale stays."""

import json
from pathlib import Path
from typing import Any

import pytest

from crm.privacy.v1 import events_pb2 as privacy
from services.deals.personal_data import HOLDINGS
from services.deals.service import SERVICE
from services.kit.parties.party import Party
from services.kit.parties.store import PARTIES, keep
from services.kit.people import PEOPLE
from tests.deals.leads.desk import Leads
from tests.deals.office import Office

Pb = Any
TEXTS = Path(__file__).parents[3] / "gateway" / "web" / "src" / "shared" / "i18n"


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


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_report_calls_all_places_by_titles(language: str) -> None:
    texts = json.loads((TEXTS / language / "privacy.json").read_text())["privacy"]["places"]
    looked_through = {each.id for each in SERVICE.collections} - HOLDINGS.spared - {PEOPLE.id}
    assert not looked_through - texts.keys()
