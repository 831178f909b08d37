"""A role [роль]: permissions with a scope, and rights on single fields."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.identity.permission import require_known
from services.identity.wording import require_line, require_said
from services.kit.errors import FailedPrecondition, InvalidArgument

MARKET_STATES = ("", "POTENTIAL", "EXISTING")
MOST_FIELD_RIGHTS = 200


class RoleFixed(FailedPrecondition):
    """The administrator's role is what lets somebody repair everything else."""

    reason = "ROLE_FIXED"


class RoleBuiltIn(FailedPrecondition):
    reason = "ROLE_BUILT_IN"


class RoleInUse(FailedPrecondition):
    reason = "ROLE_IN_USE"


class RoleUnknown(InvalidArgument):
    reason = "ROLE_UNKNOWN"


class RuleRepeated(InvalidArgument):
    reason = "RULE_REPEATED"


class FieldRightInvalid(InvalidArgument):
    reason = "FIELD_RIGHT_INVALID"


class BuiltIn(StrEnum):
    ADMINISTRATOR = "ADMINISTRATOR"
    HEAD_OF_SALES = "HEAD_OF_SALES"
    MANAGER = "MANAGER"
    OPERATOR = "OPERATOR"
    VIEWER = "VIEWER"


class Scope(StrEnum):
    OWN = "OWN"
    UNIT = "UNIT"
    SUBTREE = "SUBTREE"
    ALL = "ALL"

    @property
    def width(self) -> int:
        return list(Scope).index(self)


class FieldAccess(StrEnum):
    NONE = "NONE"
    MASKED = "MASKED"
    READ = "READ"
    WRITE = "WRITE"

    @property
    def width(self) -> int:
        return list(FieldAccess).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    permission: str
    scope: Scope

    def __post_init__(self) -> None:
        require_said(self.scope, "rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRight:
    resource: str
    field: str
    market_state: str = ""
    access: FieldAccess

    def __post_init__(self) -> None:
        if not (self.resource.isidentifier() and self.field.isidentifier()):
            raise FieldRightInvalid("resource and field are names", field="field_rights")
        require_said(self.access, "field_rights")
        if self.market_state not in MARKET_STATES:
            raise FieldRightInvalid("market_state is unknown", field="field_rights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    name: str
    display_name: str
    built_in: str = ""
    rules: tuple[Rule, ...] = ()
    field_rights: tuple[FieldRight, ...] = ()
    # Of the product's table that a built-in role has taken over; nobody's news.
    edition: int = field(default=0, metadata={"secret": True})
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        require_line(self.display_name, "display_name")
        for rule in self.rules:
            require_known(rule.permission, "rules")
        _require_each_once((rule.permission for rule in self.rules), "rules")
        _require_each_once(
            ((r.resource, r.field, r.market_state) for r in self.field_rights), "field_rights"
        )
        if len(self.field_rights) > MOST_FIELD_RIGHTS:
            raise FieldRightInvalid(f"at most {MOST_FIELD_RIGHTS}", field="field_rights")

    def grants(self, permission: str) -> bool:
        return any(rule.permission == permission for rule in self.rules)

    def scope_of(self, permission: str) -> Scope | None:
        return next((rule.scope for rule in self.rules if rule.permission == permission), None)

    def access(self, resource: str, field: str, market_state: str) -> FieldAccess:
        """The right for just this market state, else for any, else everything."""
        said = {
            right.market_state: right.access
            for right in self.field_rights
            if right.resource == resource and right.field == field
        }
        return said.get(market_state, said.get("", FieldAccess.WRITE))

    def editable(self) -> "Role":
        if self.built_in == BuiltIn.ADMINISTRATOR:
            raise RoleFixed(f"{self.name} is the administrator's", name=self.name)
        return self

    def deletable(self, *, held: bool) -> "Role":
        if self.built_in:
            raise RoleBuiltIn(f"{self.name} is built in", name=self.name)
        if held:
            raise RoleInUse(f"somebody has {self.name}", name=self.name)
        return self


def _require_each_once(keys: Iterable[object], field: str) -> None:
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            raise RuleRepeated(f"{key} is said twice", field=field)
        seen.add(key)
