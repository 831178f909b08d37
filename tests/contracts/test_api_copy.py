"""The OpenAPI document that the front end's types are made of is the one the gateway serves."""

from gateway import openapi
from tests.contracts.descriptors import ROOT


def test_the_front_end_knows_the_present_api() -> None:
    copy = (ROOT / "gateway/web/api/openapi.json").read_text("utf-8")
    assert copy == openapi.text(), "run `make api`"
