"""What must hold for a deal to come into a stage (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.kit.errors import Violation
from services.kit.texts import LONGEST_TOPIC, line, line_problems, many_problems

# The fields of a deal that a stage may ask for.
CONDITION_FIELDS = (
    *("counterparty", "decision_maker", "amount", "expected_close_date", "interest", "source"),
    *("lines", "offer_date", "offer_result", "next_step", "contract_number", "contract_date"),
    *("shipment_date", "payment_schedule", "delivery_days", "agreement"),
)
MOST_KEYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    fields: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    sale_terms: bool = False
    checklist: bool = False
    paid_percent: int = 0

    @property
    def any(self) -> bool:
        return self != NOTHING_ASKED

    def tidy(self) -> "Conditions":
        return replace(
            self,
            fields=tuple(dict.fromkeys(self.fields)),
            documents=_keys(self.documents),
            works=_keys(self.works),
        )

    def problems(self, path: str) -> Iterator[Violation]:
        for at, field in enumerate(self.fields):
            if field not in CONDITION_FIELDS:
                text = f"One of {', '.join(CONDITION_FIELDS)}."
                yield Violation(f"{path}.fields[{at}]", "CONDITION_UNKNOWN", text)
        for of, keys in (("documents", self.documents), ("works", self.works)):
            yield from many_problems(f"{path}.{of}", len(keys), MOST_KEYS)
            for at, key in enumerate(keys):
                yield from line_problems(f"{path}.{of}[{at}]", key, LONGEST_TOPIC)
        if not 0 <= self.paid_percent <= 100:
            yield Violation(f"{path}.paid_percent", "NUMBER_OUT_OF_RANGE", "From 0 to 100.")


NOTHING_ASKED = Conditions()


def _keys(sent: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for each in sent if (key := line(each).lower())))
