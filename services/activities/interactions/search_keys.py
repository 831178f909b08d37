"""What an interaction is found by: words of its topic and names, telephones in any dress (pure)."""

from typing import Any

from services.activities import search_keys
from services.activities.interactions.interaction import Interaction
from services.activities.interactions.participant import LOCAL_DIGITS, Kind, digits, kind_of
from services.kit.words import LONGEST_KEY, begins, words

MOST_KEYS = 40


def keys(interaction: Interaction) -> list[str]:
    people = interaction.with_whom
    names = (
        *(interaction.topic, interaction.subject_display_name),
        interaction.counterparty_display_name,
        *(each.record_display_name for each in people),
        *(each.text for each in people if each.kind is not Kind.PHONE),
    )
    phones = [digits(each.text) for each in people if each.kind is Kind.PHONE]
    found = [*phones, *(each[-LOCAL_DIGITS:] for each in phones), *words(" ".join(names))]
    return list(dict.fromkeys(each[:LONGEST_KEY] for each in found))[:MOST_KEYS]


def found_by(query: str) -> dict[str, Any]:
    """Nothing was typed: no condition."""
    typed = query.strip()[: search_keys.LONGEST_QUERY]
    if kind_of(typed) is not Kind.PHONE:
        return search_keys.found_by(typed)
    phone = digits(typed)
    return begins(phone if len(phone) <= LOCAL_DIGITS else phone[-LOCAL_DIGITS:])
