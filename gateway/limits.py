"""Rate limits: token buckets in memory, one for each tenant, key and (signed out) address."""

import math
import time

from gateway.problems import Problem

MAX_BUCKETS = 50_000
BURST_S = 2.0


class Bucket:
    __slots__ = ("tokens", "updated")

    def __init__(self, tokens: float, updated: float) -> None:
        self.tokens = tokens
        self.updated = updated


class Limit:
    """At most `rate` a second for each name, with a burst above it."""

    def __init__(self, rate: float, burst: float = 0.0) -> None:
        self.rate = rate
        self.burst = burst or max(rate * BURST_S, 1.0)
        self._buckets: dict[str | bytes, Bucket] = {}

    def take(self, name: str | bytes) -> float:
        """What is left after this request; raises when there is nothing to take."""
        now = time.monotonic()
        bucket = self._buckets.get(name)
        if bucket is None:
            if len(self._buckets) >= MAX_BUCKETS:
                self._forget_full(now)
            bucket = self._buckets[name] = Bucket(self.burst, now)
        tokens = min(self.burst, bucket.tokens + (now - bucket.updated) * self.rate)
        bucket.updated = now
        if tokens < 1.0:
            bucket.tokens = tokens
            raise self._refusal((1.0 - tokens) / self.rate)
        bucket.tokens = tokens - 1.0
        return bucket.tokens

    def headers(self, left: float) -> list[tuple[bytes, bytes]]:
        reset = math.ceil((self.burst - left) / self.rate)
        return [
            (b"ratelimit-limit", b"%d" % self.burst),
            (b"ratelimit-remaining", b"%d" % left),
            (b"ratelimit-reset", b"%d" % reset),
        ]

    def _refusal(self, wait: float) -> Problem:
        seconds = max(1, math.ceil(wait))
        return Problem(
            429,
            "RATE_LIMITED",
            "Too many requests",
            metadata={"retry_after": str(seconds)},
            retry_after=seconds,
            headers=self.headers(0.0),
        )

    def _forget_full(self, now: float) -> None:
        """A bucket that has filled up again says nothing; if none has, all are forgotten."""
        full = self.burst / self.rate
        kept = {key: b for key, b in self._buckets.items() if now - b.updated < full}
        self._buckets = kept if len(kept) < MAX_BUCKETS else {}
