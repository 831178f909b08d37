"""A row of the ledger of totals: what a change of a deal adds to a cell, or takes from it (pure).

A counter in each column would make every two changes of a tenant's deals wait for one another, and
counting anew would read all deals for each board. So each change adds rows, in its own transaction.
Rows name the owner and those who take part, not their units: who moves to another unit takes his
sums along at once.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields

from services.deals import amounts
from services.deals.deal import Deal, State

# Of very many rows their sum still fits Mongo's whole numbers.
_NOISE_BITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Deals that count alike."""

    funnel: str
    state: str
    stage: str
    owner: str = ""
    guests: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Cell):
    """`noise`: the sum of all noise in a column tells whether anything in it has changed."""

    count: int = 0
    amount: int = 0
    weighted: int = 0
    noise: int = 0

    @property
    def cell(self) -> Cell:
        return Cell(**{field.name: getattr(self, field.name) for field in fields(Cell)})


def rows(before: Deal | None, after: Deal | None) -> Iterator[Total]:
    """What must be added when the one becomes the other; None: it was, or is, not there.

    Of a change that changes no number a row of nothing: cards show it.
    """
    if before and after and _counts(before) and _cell(before) == _cell(after):
        old, new = _figures(before), _figures(after)
        count, amount, weighted = (n - o for o, n in zip(old, new, strict=True))
        yield row(_cell(after), count, amount, weighted)
        return
    if before and _counts(before):
        yield row(_cell(before), *(-figure for figure in _figures(before)))
    if after and _counts(after):
        yield row(_cell(after), *_figures(after))


def row(cell: Cell, count: int = 0, amount: int = 0, weighted: int = 0) -> Total:
    return Total(
        **asdict(cell),
        count=count,
        amount=amount,
        weighted=weighted,
        noise=secrets.randbits(_NOISE_BITS),
    )


def guests_of(participants: Iterable[str]) -> str:
    """One text, which an index can hold whole; see `guest`."""
    return "".join(guest(user) for user in sorted(participants))


def guest(user: str) -> str:
    """As a user stands among the guests."""
    return f";{user};"


def _counts(deal: Deal) -> bool:
    return deal.state is not State.DELETED


def _cell(deal: Deal) -> Cell:
    return Cell(
        funnel=deal.funnel,
        state=str(deal.state),
        stage=deal.stage,
        owner=deal.owner,
        guests=guests_of(deal.participants),
        currency=deal.amount.currency if deal.amount else "",
    )


def _figures(deal: Deal) -> tuple[int, int, int]:
    return 1, amounts.minor(deal.amount), amounts.minor(deal.weighted_amount)
