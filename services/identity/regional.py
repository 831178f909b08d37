"""Where and in which language somebody works: IANA time zone, ru or en."""

import functools
from zoneinfo import ZoneInfo

from services.kit.errors import InvalidArgument

LANGUAGES = ("ru", "en")
DEFAULT_LANGUAGE = "ru"
DEFAULT_TIME_ZONE = "Europe/Moscow"


class TimeZoneUnknown(InvalidArgument):
    reason = "TIME_ZONE_UNKNOWN"


class LanguageUnknown(InvalidArgument):
    reason = "LANGUAGE_UNKNOWN"


def require_time_zone(time_zone: str) -> None:
    """Empty is allowed: it means «as above»."""
    if time_zone and not _is_time_zone(time_zone):
        raise TimeZoneUnknown(f"{time_zone[:64]!r} is no IANA time zone", field="time_zone")


def require_language(language: str) -> None:
    if language and language not in LANGUAGES:
        raise LanguageUnknown(f"language must be one of {LANGUAGES}", field="language")


@functools.lru_cache(maxsize=1024)
def _is_time_zone(time_zone: str) -> bool:
    try:
        ZoneInfo(time_zone)
    # A key with a NUL, a path or a directory name fails in as many ways.
    except (ValueError, OSError, KeyError):
        return False
    return True
