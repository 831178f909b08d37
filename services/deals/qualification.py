"""What is known of a buyer before he buys (pure). Seed fact 45."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.deals import amounts
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.texts import LONGEST_LINE, LONGEST_TOPIC, line, line_problems, many_problems

MOST_DEMANDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    product: str = ""
    text: str = ""
    months: tuple[int, ...] = ()

    def tidy(self) -> "Demand":
        return replace(self, text=line(self.text), months=tuple(sorted(set(self.months))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    budget: Money | None = None
    touch_days: int = 0
    demands: tuple[Demand, ...] = ()
    category: str = ""
    lifetime_value: Money | None = None

    def tidy(self) -> "Qualification":
        return replace(
            self,
            budget=amounts.tidy(self.budget),
            demands=tuple(demand.tidy() for demand in self.demands),
            category=line(self.category),
            lifetime_value=amounts.tidy(self.lifetime_value),
        )

    def problems(self, path: str) -> Iterator[Violation]:
        yield from amounts.problems(f"{path}.budget", self.budget)
        yield from amounts.problems(f"{path}.lifetime_value", self.lifetime_value)
        if not 0 <= self.touch_days <= 3650:
            yield Violation(f"{path}.touch_days", "NUMBER_OUT_OF_RANGE", "From 0 to 3650.")
        yield from line_problems(f"{path}.category", self.category, LONGEST_TOPIC)
        yield from many_problems(f"{path}.demands", len(self.demands), MOST_DEMANDS)
        for at, demand in enumerate(self.demands):
            yield from line_problems(f"{path}.demands[{at}].text", demand.text, LONGEST_LINE)
            if not all(1 <= month <= 12 for month in demand.months):
                text = "Months are numbers from 1 to 12."
                yield Violation(f"{path}.demands[{at}].months", "NUMBER_OUT_OF_RANGE", text)
