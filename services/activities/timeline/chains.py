"""The chains of a record's timeline: what goes on about the same [цепочки]."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.activities.timeline import store
from services.activities.timeline.entry import Category, Entry
from services.activities.timeline.guards import Reader
from services.activities.timeline.reading import names_of
from services.kit.copying import replace

MOST_CHAINS, MOST_LINES = 50, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    chain: str
    display_name: str = ""
    first_time: datetime | None = None
    last_time: datetime | None = None
    lines: int = 0
    categories: tuple[Category, ...] = field(default=())


def chains(reader: Reader, record: str) -> list[Chain]:
    """Those with the latest news first, by the lines the reader may see."""
    found = store.chained(reader.db, names_of(reader, record), MOST_LINES)
    reader.look_ahead(found)
    return gathered(each for each in found if reader.may_read(each))[:MOST_CHAINS]


def gathered(newest_first: Iterable[Entry]) -> list[Chain]:
    found: dict[str, Chain] = {}
    for each in newest_first:
        chain = found.get(each.chain) or Chain(chain=each.chain, last_time=each.time)
        categories = dict.fromkeys((*chain.categories, each.category or Category.OTHER))
        found[each.chain] = replace(
            chain,
            # As its first line has it.
            display_name=each.chain_display_name or chain.display_name,
            first_time=each.time,
            lines=chain.lines + 1,
            categories=tuple(categories),
        )
    return list(found.values())
