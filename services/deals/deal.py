"""A deal [сделка]: a sale under way, from opportunity to shipment; the rules it keeps (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.deals import amounts
from services.deals.funnels.funnel import Funnel, Stage
from services.deals.products.line import DealLine
from services.deals.products.payment_stage import PaymentStage, schedule_problems
from services.deals.qualification import Qualification
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.money import Money
from services.kit.texts import (
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_TOPIC,
    line,
    line_problems,
    many_problems,
    required,
)

LONGEST_TITLE, MOST_PARTICIPANTS, LONGEST_DELIVERY = 250, 50, 3650
_LINES = ("source", "campaign", "next_step")
_TEXTS = ("interest", "offer_result", "comment")
_DATES = ("expected_close_date", "offer_date", "contract_date", "shipment_date")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
# By the field that links it to a party: what it copies -> what the party calls that.
COPIES: Mapping[str, Mapping[str, str]] = {
    "counterparty": {
        "counterparty_display_name": "display_name",
        "counterparty_inn": "inn",
        "counterparty_segments": "segments",
    },
    "decision_maker": {"decision_maker_display_name": "display_name"},
}


class DealClosed(FailedPrecondition):
    """What is won, lost or in the recycle bin is opened again first."""

    reason = "DEAL_CLOSED"


class DealOpen(FailedPrecondition):
    reason = "DEAL_OPEN"


class DealDeleted(FailedPrecondition):
    reason = "ALREADY_DELETED"


class DealNotDeleted(FailedPrecondition):
    reason = "NOT_DELETED"


class State(StrEnum):
    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextWork:
    reference: str
    display_name: str = ""
    key: str = ""
    due_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementOverride:
    """Somebody let a deal break its agreement."""

    user: str = ""
    user_display_name: str = ""
    time: datetime | None = None
    comment: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    name: str
    display_name: str
    counterparty: str = ""
    counterparty_display_name: str = ""
    counterparty_inn: str = ""
    counterparty_segments: tuple[str, ...] = ()
    decision_maker: str = ""
    decision_maker_display_name: str = ""
    funnel: str = ""
    funnel_version: int = 0
    stage: str = ""
    state: State = State.OPEN
    rank: str = ""
    amount: Money | None = None
    expected_close_date: date | None = None
    own_probability: int = 0
    probability: int = 0
    weighted_amount: Money | None = None
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    interest: str = ""
    qualification: Qualification | None = None
    source: str = ""
    campaign: str = ""
    offer_date: date | None = None
    offer_result: str = ""
    next_step: str = ""
    contract_number: str = ""
    contract_date: date | None = None
    shipment_date: date | None = None
    payment_schedule: tuple[PaymentStage, ...] = ()
    delivery_days: int = 0
    comment: str = ""
    price_list: str = ""
    lines: tuple[DealLine, ...] = ()
    net_total: Money | None = None
    vat_total: Money | None = None
    gross_total: Money | None = None
    agreement: str = ""
    agreement_override: AgreementOverride | None = None
    checked_items: tuple[str, ...] = ()
    lead: str = ""
    loss_reason: str = ""
    loss_comment: str = ""
    close_time: datetime | None = None
    stage_change_time: datetime | None = None
    stage_change_user: str = ""
    stage_change_user_display_name: str = ""
    stuck_time: datetime | None = None
    next_work: NextWork | None = None
    # Of what is promised in it, or ordered for it.
    next_due_date: date | None = None
    invoiced: Money | None = None
    paid: Money | None = None
    delete_time: datetime | None = None
    # What it was before it went to the recycle bin.
    state_before: State | None = None
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    @property
    def place(self) -> str:
        """The column, and whether it stands in it: what its rank holds for."""
        return f"{self.state}|{self.funnel}|{self.stage}"

    def tidy(self) -> "Deal":
        lines = {field: line(getattr(self, field)) for field in _LINES}
        texts = {field: getattr(self, field).strip() for field in _TEXTS}
        return replace(
            self,
            display_name=line(self.display_name),
            amount=amounts.tidy(self.amount),
            contract_number=line(self.contract_number),
            qualification=self.qualification.tidy() if self.qualification else None,
            participants=tuple(p for p in dict.fromkeys(self.participants) if p != self.owner),
            checked_items=tuple(dict.fromkeys(self.checked_items)),
            **lines,
            **texts,
        )

    def problems(self, before: "Deal | None", funnel: Funnel) -> Iterator[Violation]:
        """All that is wrong with a tidied one, but what only the store can tell."""
        if not self.display_name:
            yield required("display_name")
        if before and self.funnel != before.funnel:
            text = "A deal stays in the funnel where it began."
            yield Violation("funnel", "FIELD_IMMUTABLE", text)
        yield from self._text_problems()
        yield from amounts.problems("amount", self.amount)
        yield from self._number_problems()
        yield from self._date_problems()
        yield from schedule_problems("payment_schedule", self.payment_schedule)
        yield from many_problems("participants", len(self.participants), MOST_PARTICIPANTS)
        if self.qualification:
            yield from self.qualification.problems("qualification")
        already = before.checked_items if before else ()
        items = {item.id for stage in funnel.stages for item in stage.checklist}
        for at, item in enumerate(self.checked_items):
            if item not in items and item not in already:
                text = "No stage has this item on its checklist."
                yield Violation(f"checked_items[{at}]", "CHECKLIST_ITEM_UNKNOWN", text)

    # --- what becomes of it ---

    def valued(self, stage: Stage | None) -> "Deal":
        """With its probability, and its amount weighted with it."""
        probability = self._probability(stage)
        weighted = amounts.part(self.amount, probability) if self.amount else None
        return replace(self, probability=probability, weighted_amount=weighted)

    def entered(
        self, stage: Stage | None, rank: str, now: datetime, user: str, user_display_name: str
    ) -> "Deal":
        """In a stage from now on; None: in the only place of a funnel without process."""
        return replace(
            self,
            stage=stage.id if stage else "",
            rank=rank,
            stage_change_time=now,
            stage_change_user=user,
            stage_change_user_display_name=user_display_name,
        ).timed(stage)

    def timed(self, stage: Stage | None) -> "Deal":
        """With its probability, and the moment from which it has been here for too long."""
        days = stage.stuck_days if stage else 0
        since = self.stage_change_time
        stuck = since + timedelta(days=days) if days and since else None
        return replace(self, stuck_time=stuck).valued(stage)

    def closed(
        self, state: State, now: datetime, loss_reason: str = "", loss_comment: str = ""
    ) -> "Deal":
        """Won or lost."""
        self.require_open()
        closed = replace(
            self,
            state=state,
            close_time=now,
            loss_reason=loss_reason,
            loss_comment=loss_comment.strip(),
            stuck_time=None,
        )
        return closed.valued(None)

    def reopened(
        self, stage: Stage | None, now: datetime, user: str, user_display_name: str
    ) -> "Deal":
        if self.state is State.OPEN:
            raise DealOpen(f"{self.name} is open", name=self.name)
        self.require_not_deleted()
        opened = replace(
            self,
            state=State.OPEN,
            close_time=None,
            loss_reason="",
            loss_comment="",
        )
        return opened.entered(stage, self.rank, now, user, user_display_name)

    def deleted(self, now: datetime) -> "Deal":
        if self.state is State.DELETED:
            raise DealDeleted(f"{self.name} is in the recycle bin already", name=self.name)
        return replace(self, state=State.DELETED, state_before=self.state, delete_time=now)

    def restored(self) -> "Deal":
        if self.state is not State.DELETED or self.state_before is None:
            raise DealNotDeleted(f"{self.name} is not in the recycle bin", name=self.name)
        return replace(self, state=self.state_before, state_before=None, delete_time=None)

    def require_open(self) -> None:
        if self.state is not State.OPEN:
            raise DealClosed(f"{self.name} is {self.state}", name=self.name, state=self.state)

    def require_not_deleted(self) -> None:
        if self.state is State.DELETED:
            raise DealClosed(f"{self.name} is {self.state}", name=self.name, state=self.state)

    def _probability(self, stage: Stage | None) -> int:
        match self.state:
            case State.WON:
                return 100
            case State.LOST:
                return 0
            case _:
                return self.own_probability or (stage.probability if stage else 0)

    def _text_problems(self) -> Iterator[Violation]:
        yield from line_problems("display_name", self.display_name, LONGEST_TITLE)
        yield from line_problems("contract_number", self.contract_number, LONGEST_TOPIC)
        for field in _LINES:
            yield from line_problems(field, getattr(self, field), LONGEST_LINE)
        for field in _TEXTS:
            yield from line_problems(field, getattr(self, field), LONGEST_TEXT)

    def _number_problems(self) -> Iterator[Violation]:
        for field, most in (("own_probability", 100), ("delivery_days", LONGEST_DELIVERY)):
            if not 0 <= getattr(self, field) <= most:
                yield Violation(field, "NUMBER_OUT_OF_RANGE", f"From 0 to {most}.")

    def _date_problems(self) -> Iterator[Violation]:
        for field in _DATES:
            day: date | None = getattr(self, field)
            if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
                yield Violation(field, "DATE_OUT_OF_RANGE", "Correct the year.")
