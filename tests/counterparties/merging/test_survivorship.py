"""The rules of merging and unmerging alone, for whatever stands in the fields."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.counterparties.counterparty import Consent, Counterparty, MarketState
from services.counterparties.merging import persons, survivorship
from services.counterparties.requisites import Kind

SEGMENTS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6).map(tuple)
TEXTS = st.sampled_from(["", "Казань", "Уфа"])
RECORDS = st.builds(
    Counterparty,
    name=st.just("counterparties/x"),
    display_name=st.sampled_from(["А", "Б"]),
    kind=st.just(Kind.LEGAL),
    market_state=st.sampled_from([*MarketState]),
    segments=SEGMENTS,
    territory=TEXTS,
    industry=TEXTS,
    headcount=st.sampled_from([0, 5]),
    marketing_consent=st.sampled_from([None, *Consent]),
)


def pair(one: Counterparty, other: Counterparty) -> tuple[Counterparty, Counterparty]:
    return replace(one, name="counterparties/one"), replace(other, name="counterparties/other")


@given(RECORDS, RECORDS)
def test_nothing_of_either_is_lost_and_an_unmerge_brings_it_back(
    one: Counterparty, other: Counterparty
) -> None:
    before, other = pair(one, other)
    after = survivorship.merged(before, [other], {})
    assert set(after.segments) == {*before.segments, *other.segments}
    assert after.territory == before.territory or other.territory
    assert (after.headcount == 5) == (5 in (before.headcount, other.headcount))
    back, kept = survivorship.unmerged(before, after, after)
    assert kept == ()
    refused = after.marketing_consent is Consent.REFUSED
    assert back == (replace(before, marketing_consent=Consent.REFUSED) if refused else before)


@given(RECORDS, RECORDS, SEGMENTS, SEGMENTS, TEXTS)
def test_an_edit_since_the_merge_survives_the_unmerge(
    one: Counterparty,
    other: Counterparty,
    added: tuple[str, ...],
    taken: tuple[str, ...],
    territory: str,
) -> None:
    before, other = pair(one, other)
    after = survivorship.merged(before, [other], {})
    left = tuple(each for each in after.segments if each not in taken)
    new = tuple(each for each in added if each not in after.segments)
    edited = replace(after, segments=(*left, *new), territory=territory)
    back, kept = survivorship.unmerged(before, after, edited)
    was_edited = {f for f in ("segments", "territory") if getattr(edited, f) != getattr(after, f)}
    assert set(kept) == was_edited
    assert set(back.segments) == {*(set(before.segments) - set(taken)), *new}
    assert back.territory == (territory if territory != after.territory else before.territory)
    assert back.industry == before.industry


@given(st.lists(st.sampled_from([None, *Consent]), min_size=1))
def test_the_stricter_consent_counts(consents: list[Consent | None]) -> None:
    found = survivorship.strictest(consents)
    if Consent.REFUSED in consents:
        assert found is Consent.REFUSED
    else:
        assert found in consents


@given(RECORDS, RECORDS)
def test_companies_are_never_doubted(one: Counterparty, other: Counterparty) -> None:
    survivor, merged = pair(one, other)
    assert persons.doubts(survivor, [merged]) == []
