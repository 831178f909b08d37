"""JobService over gRPC; every service with jobs answers it."""

from collections.abc import Sequence

from services.kit.service import Registration, Service


def registrations(service: Service) -> Sequence[Registration]:
    return ()
