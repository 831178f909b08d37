"""What operators see: structured logs, Prometheus metrics, OpenTelemetry traces."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Gauge, Histogram, start_http_server

from services.kit.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")

RPC_SECONDS = Histogram(
    "crm_rpc_seconds",
    "Time to answer an RPC.",
    ["service", "method"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
RPC_ANSWERS = Counter("crm_rpc_answers", "RPCs by outcome.", ["service", "method", "code"])
EVENTS_PUBLISHED = Counter("crm_events_published", "Events confirmed by the broker.", ["service"])
EVENTS_PENDING = Gauge("crm_events_pending", "Events not yet published.", ["service"])
EVENTS_LAG = Gauge("crm_events_lag_seconds", "Age of the oldest pending event.", ["service"])
EVENTS_HANDLED = Counter(
    "crm_events_handled", "Events by what came of them.", ["service", "handler", "outcome"]
)
JOB_SLICES = Counter("crm_job_slices", "Slices of jobs.", ["service", "kind", "outcome"])

_propagator = TraceContextTextMapPropagator()


def logger(name: str) -> logging.Logger:
    return logging.getLogger(name)


def start(settings: Settings, process: str) -> None:
    """Once per process, before anything else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json(process) if settings.log_format == "json" else _Text(process))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for noisy in ("pika", "amqp", "kombu", "pymongo", "opentelemetry", "nameko"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    if settings.metrics_port:
        start_http_server(
            settings.metrics_port, addr=settings.text("CRM_METRICS_HOST", "127.0.0.1")
        )
    if settings.otlp_endpoint:
        provider = TracerProvider(resource=Resource.create({"service.name": f"crm-{process}"}))
        exporter = OTLPSpanExporter(endpoint=settings.otlp_endpoint, insecure=True)
        provider.add_span_processor(BatchSpanProcessor(exporter))
        trace.set_tracer_provider(provider)


def span(name: str, traceparent: str) -> "trace.Span":
    """A span under the request's trace; costs next to nothing while no exporter is set."""
    parent = _propagator.extract({"traceparent": traceparent}) if traceparent else None
    return trace.get_tracer("crm").start_span(name, context=parent)


def traceparent_of(active: "trace.Span", otherwise: str) -> str:
    """What the next hop gets; the same as came in while traces are off."""
    if not active.is_recording():
        return otherwise
    carrier: dict[str, str] = {}
    _propagator.inject(carrier, trace.set_span_in_context(active))
    return carrier.get("traceparent", otherwise)


class _Json(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__(f"%(asctime)s %(levelname)-7s {process} %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        facts = {"request_id": request_id.get() or None, **getattr(record, "facts", {})}
        told = " ".join(f"{key}={value}" for key, value in facts.items() if value is not None)
        return f"{line} {told}" if told else line
