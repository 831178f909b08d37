"""A person at a counterparty [контактное лицо] (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.counterparties.counterparty import (
    MOST,
    AlreadyDeleted,
    Counterparty,
    MarketState,
    NotDeleted,
    State,
    require_active,
)
from services.counterparties.details import Email, PersonName, Phone, email_problems, phone_problems
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.texts import (
    LONGEST_TEXT,
    date_problems,
    line,
    line_problems,
    many_problems,
    required,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    name: str
    counterparty: str
    display_name: str = ""
    person_name: PersonName | None = None
    job_title: str = ""
    decision_maker: bool = False
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    birth_date: date | None = None
    professional_holidays: tuple[str, ...] = ()
    comment: str = ""
    custom_fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    counterparty_display_name: str = ""
    market_state: MarketState = MarketState.POTENTIAL
    state: State = State.ACTIVE
    delete_time: datetime | None = None
    merged_into: str = ""
    aliases: tuple[str, ...] = ()
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    version: int = 0

    def tidy(self) -> "Contact":
        person_name = self.person_name.tidy() if self.person_name else None
        display_name = line(self.display_name)
        return replace(
            self,
            person_name=person_name,
            display_name=display_name or (person_name.in_one_line if person_name else ""),
            job_title=line(self.job_title),
            phones=tuple(dict.fromkeys(phone.tidy() for phone in self.phones)),
            emails=tuple(dict.fromkeys(email.tidy() for email in self.emails)),
            comment=self.comment.strip(),
            professional_holidays=tuple(dict.fromkeys(self.professional_holidays)),
        )

    def problems(self, today: date) -> list[Violation]:
        return [
            *self._text_problems(),
            *phone_problems(self.phones),
            *email_problems(self.emails),
            *date_problems("birth_date", self.birth_date, today),
            *many_problems(
                "professional_holidays",
                len(self.professional_holidays),
                MOST["professional_holidays"],
            ),
        ]

    def at(self, counterparty: Counterparty) -> "Contact":
        """Stamped with where the person works, and so who may see him."""
        return replace(
            self,
            counterparty=counterparty.name,
            counterparty_display_name=counterparty.display_name,
            market_state=counterparty.market_state,
            visible_to=counterparty.visible_to,
        )

    def require_active(self) -> None:
        require_active(self.name, self.state, self.merged_into)

    def deleted(self, now: datetime) -> "Contact":
        if self.state is State.DELETED:
            raise AlreadyDeleted(f"{self.name} is in the recycle bin already", name=self.name)
        self.require_active()
        return replace(self, state=State.DELETED, delete_time=now)

    def restored(self) -> "Contact":
        if self.state is not State.DELETED:
            raise NotDeleted(f"{self.name} is not in the recycle bin", name=self.name)
        return replace(self, state=State.ACTIVE, delete_time=None)

    def _text_problems(self) -> Iterator[Violation]:
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, 250)
        yield from line_problems("job_title", self.job_title)
        yield from line_problems("comment", self.comment, LONGEST_TEXT)
