"""Figures of the gateway for Prometheus; label children are looked up once for each route."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "crm_http_seconds",
            "Time to answer a request.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._answers = Counter(
            "crm_http_answers", "Answers by status.", ["route", "status"], registry=self.registry
        )
        self.live = Gauge(
            "crm_live_connections", "Open live streams.", ["kind"], registry=self.registry
        )
        self.dropped = Counter(
            "crm_live_dropped", "Live clients that were too slow.", registry=self.registry
        )
        self.broker = Gauge("crm_live_broker_up", "Whether events come in.", registry=self.registry)
        self._timers: dict[str, Histogram] = {}
        self._counters: dict[tuple[str, int], Counter] = {}

    def observe(self, route: str, status: int, seconds: float) -> None:
        timer = self._timers.get(route)
        if timer is None:
            timer = self._timers[route] = self._seconds.labels(route)
        timer.observe(seconds)
        key = (route, status)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._answers.labels(route, str(status))
        counter.inc()

    def text(self) -> bytes:
        return generate_latest(self.registry)
