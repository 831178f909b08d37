"""Ranks: texts by which the deals of a stage are sorted, so made that a deal finds its place
without any other being touched (pure).

The top and the bottom are told by the clock, so that nobody is asked for what is there. Two letters
of chance at the end keep apart what two people put into one place at once.

Who puts one deal after another into the same gap makes ranks longer, by a letter each five times or
so. When one becomes too long, those behind it are ranked anew, as far as the next one that has few
letters in common with it (`is_roomy`).
"""

import secrets
from datetime import UTC, datetime, timedelta
from itertools import accumulate, count, islice, repeat

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_HEAD = 8
LONGEST = 48
# Between two that have no more than so many letters in common there is room for short ones.
_COMMON = 16
# Of the clock's milliseconds: the year 2527.
_END = 2**44
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def top(now: datetime) -> str:
    """The later, the higher up."""
    return _written(_END - (now - _EPOCH) // timedelta(milliseconds=1)) + _by_chance()


def below(last: str) -> str:
    """Behind the last one."""
    head = last[:_HEAD].ljust(_HEAD, _DIGITS[0])
    return _written(_read(head) + 1) + _by_chance()


def between(before: str, after: str) -> str:
    """`before` < `after`."""
    middle = ""
    for at in count():
        low = _VALUES[before[at]] if at < len(before) else 0
        # Behind a letter less than that of `after`, any letter will do.
        is_bounded = at < len(after) and middle == after[:at]
        high = _VALUES[after[at]] if is_bounded else len(_DIGITS)
        if high - low > 1:
            return middle + _DIGITS[(low + high) // 2] + _by_chance()
        middle += _DIGITS[low]
    raise AssertionError


def is_roomy(before: str, after: str) -> bool:
    return before[: _COMMON + 1] != after[: _COMMON + 1]


def spread(before: str, after: str, number: int) -> list[str]:
    """So many in between, in their order, at like distances; `after` empty: to the bottom."""
    if number and not after:
        return list(islice(accumulate(repeat(before), lambda last, _: below(last)), 1, number + 1))
    if not number:
        return []
    middle, above = between(before, after), (number - 1) // 2
    behind = spread(middle, after, number - 1 - above)
    return [*spread(before, middle, above), middle, *behind]


def _written(number: int) -> str:
    digits = ""
    for _ in range(_HEAD):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


def _read(head: str) -> int:
    number = 0
    for digit in head:
        number = number * len(_DIGITS) + _VALUES[digit]
    return number


def _by_chance() -> str:
    # Not 0 at the end: nothing has its place between A and A0.
    return secrets.choice(_DIGITS) + secrets.choice(_DIGITS[1:])
