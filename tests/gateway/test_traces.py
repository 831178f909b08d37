"""With traces on, a request is a span and the services continue its trace."""

from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.gateway.conftest import Running, Start
from tests.waiting import until

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def finished(spans: InMemorySpanExporter, name: str) -> ReadableSpan:
    """A span ends a moment after its answer has been read."""
    return until(
        lambda: next((each for each in spans.get_finished_spans() if each.name == name), None)
    )


def test_a_request_is_a_span_and_its_trace_goes_on(gateway: Running, start_gateway: Start) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(provider)
    traced = start_gateway(gateway.toys, CRM_OTLP_ENDPOINT="http://127.0.0.1:1")
    traced.program().get("/v1/profile", headers={"traceparent": PARENT})
    told = gateway.toys["identity"].sessions.metadata[-1]["traceparent"].split("-")
    span = finished(spans, "GET GetProfile")
    assert told[1] == PARENT.split("-")[1]
    assert told[2] == f"{span.context.span_id:016x}"
