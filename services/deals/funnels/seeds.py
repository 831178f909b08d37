"""The funnels that each tenant begins with (pure). Stages of the typical sale: seed fact 48."""

import uuid
from collections.abc import Iterator

from services.deals.funnels.conditions import Conditions
from services.deals.funnels.funnel import Funnel, Kind, Stage

_NAMESPACE = uuid.UUID("5a1d8c3e-0f7b-4c55-9e0a-2b6f4d1c7e90")

_TITLES = {
    "STRICT": ("Типовая продажа", "Typical sale"),
    "MANUAL": ("Свободная сделка", "Free deal"),
    "NONE": ("Проект", "Project"),
}
# (words, colour, probability, days until it is stuck, what it asks for)
_STRICT = (
    (("Квалификация", "Qualification"), "gray", 10, 14, Conditions()),
    (
        ("Условия продажи", "Sale terms"),
        "blue",
        20,
        14,
        Conditions(fields=("counterparty", "decision_maker")),
    ),
    (
        ("Предложение", "Offer"),
        "teal",
        40,
        14,
        Conditions(fields=("amount", "expected_close_date"), sale_terms=True),
    ),
    (("Согласование", "Negotiation"), "yellow", 60, 21, Conditions(fields=("offer_date",))),
    (("Договор", "Contract"), "orange", 80, 21, Conditions(fields=("lines",))),
    (
        ("Оплата и отгрузка", "Payment and shipment"),
        "green",
        95,
        30,
        Conditions(fields=("contract_number", "contract_date")),
    ),
)
_MANUAL = (
    (("Новая", "New"), "gray", 10, 7, Conditions()),
    (("Потребность выявлена", "Need found"), "blue", 25, 14, Conditions()),
    (("Предложение", "Offer"), "teal", 40, 14, Conditions(fields=("amount",))),
    (("Переговоры", "Negotiation"), "yellow", 60, 21, Conditions()),
    (("Договор", "Contract"), "orange", 80, 21, Conditions(fields=("expected_close_date",))),
    (("Оплата", "Payment"), "green", 95, 30, Conditions()),
)


def built_in(tenant: str, language: str) -> Iterator[Funnel]:
    """Named after tenant and kind, so that whoever gives them twice gives them once."""
    spoken = 0 if language == "ru" else 1
    tables = {Kind.MANUAL: _MANUAL, Kind.STRICT: _STRICT, Kind.NONE: ()}
    for position, (kind, stages) in enumerate(tables.items()):
        yield Funnel(
            name=f"funnels/{uuid.uuid5(_NAMESPACE, f'{tenant}|{kind}')}",
            display_name=_TITLES[kind][spoken],
            kind=kind,
            default=kind is Kind.MANUAL,
            position=position,
            stages=tuple(
                Stage(
                    id=uuid.uuid5(_NAMESPACE, f"{tenant}|{kind}|{at}").hex[:8],
                    display_name=words[spoken],
                    color=color,
                    probability=probability,
                    stuck_days=stuck_days,
                    conditions=conditions,
                )
                for at, (words, color, probability, stuck_days, conditions) in enumerate(stages)
            ),
        )
