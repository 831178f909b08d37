"""A list as somebody likes to see it [сохранённый вид]: his own, or shared with the tenant."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.identity.wording import allow_line, require_line, require_said
from services.kit.caller import Caller
from services.kit.errors import NotFound, PermissionDenied

SHARE = "saved_views.share"
LONGEST_QUERY = 4000
MOST_COLUMNS = 100


class Visibility(StrEnum):
    PRIVATE = "PRIVATE"
    SHARED = "SHARED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    name: str
    resource: str
    display_name: str
    visibility: Visibility = Visibility.PRIVATE
    query: str = ""
    columns: tuple[str, ...] = ()
    owner: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        require_line(self.resource, "resource")
        require_line(self.display_name, "display_name")
        require_said(self.visibility, "visibility")
        allow_line(self.query, "query", LONGEST_QUERY)
        allow_line("\n".join(self.columns), "columns", LONGEST_QUERY)

    @property
    def is_shared(self) -> bool:
        return self.visibility is Visibility.SHARED

    def changeable_by(self, caller: Caller) -> "SavedView":
        """One's own, or a shared one by who may share; somebody's private one does not exist."""
        if self.owner == caller.user:
            return self
        if not self.is_shared:
            raise NotFound(f"No {self.name}", name=self.name)
        caller.require(SHARE)
        return self

    def shareable_by(self, caller: Caller) -> "SavedView":
        if self.is_shared and not caller.has(SHARE):
            raise PermissionDenied("Sharing needs a permission", permission=SHARE)
        return self
