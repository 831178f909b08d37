"""What the report of a destruction says of this service can be read."""

import json
from pathlib import Path

import pytest

from services.activities.personal_data import HOLDINGS
from services.activities.service import SERVICE
from services.kit.people import PEOPLE

TEXTS = Path(__file__).parents[2] / "gateway" / "web" / "src" / "shared" / "i18n"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_report_calls_all_places_by_titles(language: str) -> None:
    texts = json.loads((TEXTS / language / "privacy.json").read_text())["privacy"]
    looked_through = {each.id for each in SERVICE.collections} - HOLDINGS.spared - {PEOPLE.id}
    assert not looked_through - texts["places"].keys()
    assert texts["serviceNames"]["activities"]
