"""How content a client is with our service, by the assessments of it (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Trend(StrEnum):
    UP = "UP"
    DOWN = "DOWN"
    SAME = "SAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    score: int
    assessment_date: date
    # Against the assessment before, if there was one.
    trend: Trend | None = None


def of(latest: Sequence[tuple[int, date]]) -> Satisfaction | None:
    """By the last scores and their days, the newest first; those beyond two do not matter."""
    if not latest:
        return None
    score, day = latest[0]
    return Satisfaction(score=score, assessment_date=day, trend=_trend(score, latest[1:2]))


def _trend(score: int, before: Sequence[tuple[int, date]]) -> Trend | None:
    if not before:
        return None
    earlier = before[0][0]
    if score == earlier:
        return Trend.SAME
    return Trend.UP if score > earlier else Trend.DOWN
