"""Listens to the events of a service as another service would, and says when each came."""

import json
import threading
import time
from datetime import datetime

import pika


class Subscriber:
    """Counts events of one tenant and type, with the delay from change to arrival."""

    def __init__(self, amqp_url: str, exchange: str, routing_key: str, tenant: str) -> None:
        self._tenant = tenant
        self.delays_ms: dict[str, float] = {}
        self._connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        channel = self._connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, exchange, routing_key)
        channel.basic_consume(queue, self._came, auto_ack=True)
        self._thread = threading.Thread(target=channel.start_consuming, daemon=True)
        self._thread.start()

    def _came(self, *delivery: object) -> None:
        envelope = json.loads(delivery[3])  # type: ignore[arg-type]
        if envelope["tenant"] == self._tenant:
            told = datetime.fromisoformat(envelope["time"]).timestamp()
            self.delays_ms[envelope["subject"]] = (time.time() - told) * 1000

    def wait_for(self, number: int, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while len(self.delays_ms) < number and time.monotonic() < until:
            time.sleep(0.05)
        return len(self.delays_ms) >= number

    def stop(self) -> None:
        self._connection.add_callback_threadsafe(self._connection.close)
        self._thread.join(5)
