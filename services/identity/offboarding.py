"""The rules of parting with somebody: who takes over what he had."""

from dataclasses import dataclass
from enum import StrEnum

from services.kit.errors import FailedPrecondition, InvalidArgument

MOST_SUCCESSORS = 50


class PlanInvalid(InvalidArgument):
    reason = "PLAN_INVALID"


class SuccessorInactive(InvalidArgument):
    reason = "SUCCESSOR_INACTIVE"


class NoHead(FailedPrecondition):
    reason = "NO_HEAD"


class OffboardSelf(FailedPrecondition):
    reason = "OFFBOARD_SELF"


class Rule(StrEnum):
    ONE = "ONE"
    ROUND_ROBIN = "ROUND_ROBIN"
    HEAD = "HEAD"
    SEGMENT = "SEGMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentSuccessor:
    segment: str
    successor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPlan:
    rule: Rule
    successors: tuple[str, ...] = ()
    segments: tuple[SegmentSuccessor, ...] = ()

    def __post_init__(self) -> None:
        named = len(set(self.successors))
        enough = {
            Rule.ONE: named == 1,
            Rule.ROUND_ROBIN: 1 <= named <= MOST_SUCCESSORS,
            Rule.HEAD: named <= 1,
            Rule.SEGMENT: named == 1 and 0 < len(self.segments) <= MOST_SUCCESSORS,
        }
        if not enough.get(self.rule):
            raise PlanInvalid("the plan does not say who takes over", field="plan")

    @property
    def people(self) -> frozenset[str]:
        return frozenset((*self.successors, *(each.successor for each in self.segments)))
