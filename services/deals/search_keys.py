"""What a deal is found by: the beginnings of words of its name and its client's, of the INN and of
the contract's number (pure)."""

import re
from typing import Any

from services.deals.deal import Deal

MOST_KEYS, MOST_WORDS, LONGEST_KEY = 60, 6, 32
# After all that begins alike.
LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+")


def keys(deal: Deal) -> list[str]:
    text = f"{deal.display_name} {deal.counterparty_display_name} {deal.counterparty_inn}"
    return list(dict.fromkeys(_words(f"{text} {deal.contract_number}")))[:MOST_KEYS]


def found_by(query: str) -> dict[str, Any]:
    """All its words must begin one of a deal's; nothing was typed: no condition."""
    typed = list(dict.fromkeys(_words(query[:200])))[:MOST_WORDS]
    if not typed:
        return {}
    # The longest first: it is looked up in the index, the others in what that finds.
    first, *others = sorted(typed, key=len, reverse=True)
    return {**_begins(first), **({"$and": [_begins(each) for each in others]} if others else {})}


def _begins(word: str) -> dict[str, Any]:
    return {"search": {"$elemMatch": {"$gte": word, "$lt": word + LAST}}}


def _words(text: str) -> list[str]:
    folded = text.casefold().replace("ё", "е")
    return [word[:LONGEST_KEY] for word in _WORD.findall(folded)]
