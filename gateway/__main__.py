"""`python -m gateway`: serves until SIGTERM, then lets what is in flight finish."""

import signal
import sys
from types import FrameType

import uvicorn

from gateway import catalog, settings
from gateway.app import Gateway
from services.kit import telemetry
from services.kit.settings import Settings, SettingsError

GRACE_S = 3
MAX_WAITING = 2048


def main() -> int:
    try:
        environment = Settings()
        services = catalog.service_names(catalog.operations())
        found = settings.read(services, environment)
        telemetry.start(environment, "gateway")
    except SettingsError as error:
        sys.stderr.write(f"gateway: {error}\n")
        return 2
    config = uvicorn.Config(
        Gateway(found),
        host=found.host,
        port=found.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        # Browsers keep their connections longer than uvicorn's 5 s.
        timeout_keep_alive=75,
        backlog=MAX_WAITING,
        # Open streams would hold the stop for ever.
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=bool(found.trusted_proxies),
        forwarded_allow_ips=found.trusted_proxies or None,
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
    )
    # uvicorn stops by itself and then raises the signal anew; a clean stop is no failure.
    signal.signal(signal.SIGTERM, _stopped)
    uvicorn.Server(config).run()
    return 0


def _stopped(_number: int, _frame: FrameType | None) -> None:
    """uvicorn has done what there was to do."""


if __name__ == "__main__":
    sys.exit(main())
