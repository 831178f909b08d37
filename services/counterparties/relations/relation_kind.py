"""A kind of relations [вид связи], and those each tenant begins with (pure)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.kit.errors import AlreadyExists, FailedPrecondition, Violation
from services.kit.texts import line, line_problems, required

MOST_KINDS = 200
_NAMESPACE = uuid.UUID("0b6d2f0a-5f1c-4f57-9d4e-6a1f3a7c9b21")


class RelationKindTaken(AlreadyExists):
    reason = "RELATION_KIND_TAKEN"


class RelationKindInUse(FailedPrecondition):
    reason = "RELATION_KIND_IN_USE"


class RelationKindBuiltIn(FailedPrecondition):
    """Deleted, it would come back: it is archived instead."""

    reason = "RELATION_KIND_BUILT_IN"


class TooManyRelationKinds(FailedPrecondition):
    reason = "RELATION_KINDS_TOO_MANY"


class Between(StrEnum):
    PARTIES = "PARTIES"
    PERSONS = "PERSONS"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationKind:
    name: str
    title: str
    between: Between
    reverse_title: str = ""
    archived: bool = False
    built_in: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def symmetric(self) -> bool:
        return self.title.casefold() == self.reverse_title.casefold()

    def tidy(self) -> "RelationKind":
        title = line(self.title)
        return replace(self, title=title, reverse_title=line(self.reverse_title) or title)

    def problems(self, before: "RelationKind | None") -> Iterator[Violation]:
        if not self.title:
            yield required("title")
        yield from line_problems("title", self.title, 100)
        yield from line_problems("reverse_title", self.reverse_title, 100)
        if before and self.between is not before.between:
            text = "Relations of it are between others: create another kind."
            yield Violation("between", "RELATION_KIND_BETWEEN_FIXED", text)

    @property
    def title_key(self) -> str:
        """The same two titles the other way around are the same kind."""
        titles = sorted((self.title.casefold(), self.reverse_title.casefold()))
        return "|".join((self.between.value, *titles))

    @property
    def place(self) -> str:
        """Where lists show it."""
        return f"{self.archived:d}|{self.between.value}|{self.title.casefold()}"


_PARTIES = {
    "SUPPLIER": (("Поставщик", "Покупатель"), ("Supplier", "Buyer")),
    "CONTRACTOR": (("Подрядчик", "Заказчик"), ("Contractor", "Customer")),
    "PARENT": (("Материнская компания", "Дочерняя компания"), ("Parent company", "Subsidiary")),
    "DEALER": (("Дилер", "Производитель"), ("Dealer", "Manufacturer")),
    "FOUNDER": (("Учредитель", "Учреждённая компания"), ("Founder", "Founded company")),
    "RECOMMENDER": (
        ("Рекомендатель", "Рекомендованный клиент"),
        ("Referrer", "Referred client"),
    ),
    "PARTNERS": (("Партнёры",), ("Partners",)),
    "COMPETITORS": (("Конкуренты",), ("Competitors",)),
    "GROUP": (("Одна группа компаний",), ("Same group of companies",)),
}
_PERSONS = {
    "HEAD": (("Руководитель", "Подчинённый"), ("Manager", "Report")),
    "ACQUAINTANCES": (("Знакомые",), ("Acquaintances",)),
    "COLLEAGUES": (("Коллеги",), ("Colleagues",)),
    "FORMER_COLLEAGUES": (("Бывшие коллеги",), ("Former colleagues",)),
    "FRIENDS": (("Друзья",), ("Friends",)),
    "RELATIVES": (("Родственники",), ("Relatives",)),
}


def built_in(tenant: str, language: str) -> Iterator[RelationKind]:
    """Named after tenant and meaning, so that whoever gives them twice gives them once."""
    spoken = 0 if language == "ru" else 1
    for between, table in ((Between.PARTIES, _PARTIES), (Between.PERSONS, _PERSONS)):
        for key, titles in table.items():
            title, *reverse = titles[spoken]
            yield RelationKind(
                name=f"relationKinds/{uuid.uuid5(_NAMESPACE, f'{tenant}|{key}')}",
                title=title,
                reverse_title=reverse[0] if reverse else title,
                between=between,
                built_in=True,
            )
