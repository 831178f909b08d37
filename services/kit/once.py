"""What a process makes once and keeps, however many threads ask for it first."""

from collections.abc import Callable
from functools import cache, wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def made_once(make: Callable[P, T]) -> Callable[P, T]:
    """As functools.cache, which makes one for each thread that asks meanwhile, and forgets all of
    them but the last: connections nobody closes, limits that count a part of what they limit."""
    kept, making = cache(make), Lock()

    @wraps(make)
    def get(*args: P.args, **kwargs: P.kwargs) -> T:
        with making:
            return kept(*args, **kwargs)

    get.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
    return get
