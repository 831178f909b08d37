"""A tenant [организация или колл-центр] and the rules of its code."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.identity import regional
from services.identity.wording import require_line, require_said
from services.kit.errors import AlreadyExists, InvalidArgument

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,30}[a-z0-9]")


class TenantCodeInvalid(InvalidArgument):
    reason = "TENANT_CODE_INVALID"


class TenantCodeTaken(AlreadyExists):
    reason = "TENANT_CODE_TAKEN"


class Kind(StrEnum):
    ORGANIZATION = "ORGANIZATION"
    CALL_CENTER = "CALL_CENTER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    name: str
    display_name: str
    kind: Kind = Kind.ORGANIZATION
    time_zone: str = regional.DEFAULT_TIME_ZONE
    language: str = regional.DEFAULT_LANGUAGE
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        require_line(self.display_name, "display_name")
        regional.require_time_zone(self.time_zone)
        require_said(self.kind, "kind")
        regional.require_language(self.language)

    @property
    def code(self) -> str:
        return self.name.partition("/")[2]


def name_of(code: str) -> str:
    return f"tenants/{code}"


def is_code(code: str) -> bool:
    return _CODE.fullmatch(code) is not None


def require_code(code: str) -> None:
    if not is_code(code):
        raise TenantCodeInvalid("code must be 2-32 of a-z, 0-9 and hyphen", field="code")
