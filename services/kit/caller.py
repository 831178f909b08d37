"""Who is asking, what he may do, and which records he may see.

A grant joins permissions with visibility keys. An owned document carries `visible_to`: its owner,
participants, the owner's units. A caller sees it if one of his keys for the permission is in it.
So one indexed equality answers get, list, search, count, export and live events alike.
"""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from services.kit.errors import PermissionDenied, Unauthenticated

UI = "UI"  # the source of what somebody does in the browser
EVERYBODY = "*"  # the key of scope ALL; every owned document carries it


class Access(NamedTuple):
    """What a caller may do with one field of a resource: NONE, MASKED, READ or WRITE."""

    resource: str
    field: str
    market_state: str  # POTENTIAL or EXISTING (seed fact 4); empty for any
    access: str


class Lender(NamedTuple):
    """Somebody whom a caller stands in for, and the rights he has only through that."""

    user: str
    display_name: str
    grants: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    tenant: str
    user: str  # users/<uuid>; empty for the system and the operator
    display_name: str = ""
    login: str = ""
    language: str = "ru"
    time_zone: str = "Europe/Moscow"
    tenant_time_zone: str = "Europe/Moscow"
    session: str = ""
    org_path: tuple[str, ...] = ()
    grants: Mapping[str, tuple[str, ...]]  # permission -> visibility keys, lent ones included
    lenders: tuple[Lender, ...] = ()
    viewed_by: str = ""  # who looks on as this user; he changes nothing
    field_rights: tuple[Access, ...] = ()
    source: str = "API"  # UI, API, IMPORT, JOB or SYSTEM
    request_id: str = ""
    traceparent: str = ""
    all_powerful: bool = False

    def has(self, permission: str) -> bool:
        return self.all_powerful or permission in self.grants

    def require(self, permission: str) -> None:
        if not self.has(permission):
            raise PermissionDenied(f"This needs {permission}", permission=permission)

    def keys(self, permission: str) -> tuple[str, ...]:
        """The visibility keys he holds for a permission."""
        return (EVERYBODY,) if self.all_powerful else self.grants.get(permission, ())

    def visible(self, permission: str) -> dict[str, Any]:
        """The filter on owned documents that this caller may touch with this permission."""
        keys = self.keys(permission)
        return {"visible_to": keys[0] if len(keys) == 1 else {"$in": list(keys)}}

    def may(self, permission: str, visible_to: Sequence[str]) -> bool:
        return any(key in visible_to for key in self.keys(permission))

    def require_for(self, permission: str, visible_to: Sequence[str]) -> None:
        """For a record the caller is known to see: may he do this with it?"""
        if not self.may(permission, visible_to):
            raise PermissionDenied(
                f"This record is out of your scope for {permission}", permission=permission
            )

    def hidden_fields(self, *resources: str) -> frozenset[str]:
        """What of their records he may not see or sees masked, in whatever market state."""
        return frozenset(
            right.field
            for right in self.field_rights
            if right.resource in resources and right.access in ("NONE", "MASKED")
        )

    def lender_for(self, permission: str, visible_to: Sequence[str]) -> Lender | None:
        """On whose behalf he touches a record: nobody's if his own rights reach it."""
        lent = {key for each in self.lenders for key in each.grants.get(permission, ())}
        if any(key in visible_to and key not in lent for key in self.keys(permission)):
            return None
        return next(
            (
                each
                for each in self.lenders
                if any(key in visible_to for key in each.grants.get(permission, ()))
            ),
            None,
        )

    def claims(self) -> dict[str, Any]:
        """What a token says of him."""
        return {
            "tenant": self.tenant,
            "user": self.user,
            "display_name": self.display_name,
            "login": self.login,
            "language": self.language,
            "time_zone": self.time_zone,
            "tenant_time_zone": self.tenant_time_zone,
            "session": self.session,
            "org_path": list(self.org_path),
            "grants": _together(self.grants),
            "viewed_by": self.viewed_by,
            "lenders": [
                {
                    "user": each.user,
                    "display_name": each.display_name,
                    "grants": _together(each.grants),
                }
                for each in self.lenders
            ],
            "field_rights": [right._asdict() for right in self.field_rights],
        }

    def kept(self) -> dict[str, Any]:
        """What long work keeps of him: his rights of this moment, and which request began it."""
        return {
            **self.claims(),
            "all_powerful": self.all_powerful,
            "request_id": self.request_id,
            "traceparent": self.traceparent,
        }

    def acting(self, source: str) -> "Caller":
        """The same person, through another door: a job or an import."""
        return replace(self, source=source)


def from_claims(claims: Mapping[str, Any], **request: Any) -> Caller:
    """The opposite of Caller.claims, with what belongs to the request."""
    return Caller(
        tenant=claims["tenant"],
        user=claims["user"],
        display_name=claims.get("display_name", ""),
        login=claims.get("login", ""),
        language=claims.get("language") or "ru",
        time_zone=claims.get("time_zone") or "Europe/Moscow",
        tenant_time_zone=claims.get("tenant_time_zone") or "Europe/Moscow",
        session=claims.get("session", ""),
        org_path=tuple(claims.get("org_path", ())),
        grants=_apart(claims.get("grants", ())),
        lenders=tuple(
            Lender(each["user"], each["display_name"], _apart(each["grants"]))
            for each in claims.get("lenders", ())
        ),
        viewed_by=claims.get("viewed_by", ""),
        field_rights=tuple(Access(**right) for right in claims.get("field_rights", ())),
        **request,
    )


def from_kept(kept: Mapping[str, Any], source: str) -> Caller:
    """The opposite of Caller.kept."""
    return from_claims(
        kept,
        source=source,
        request_id=kept.get("request_id", ""),
        traceparent=kept.get("traceparent", ""),
        all_powerful=kept.get("all_powerful", False),
    )


def _together(grants: Mapping[str, tuple[str, ...]]) -> list[dict[str, list[str]]]:
    """Permissions of equal keys are written once."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for permission, keys in grants.items():
        alike.setdefault(keys, []).append(permission)
    return [{"permissions": sorted(names), "keys": list(keys)} for keys, names in alike.items()]


def _apart(written: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    return {
        permission: tuple(grant["keys"]) for grant in written for permission in grant["permissions"]
    }


def reading(grants: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What of them only looks."""
    return {permission: keys for permission, keys in grants.items() if permission.endswith(".read")}


def system(tenant: str) -> Caller:
    """The system itself, within one tenant: timers, event handlers, provisioning."""
    return Caller(tenant=tenant, user="", grants={}, source="SYSTEM", all_powerful=True)


def visible_to(
    owner: str, org_path: Sequence[str], participants: Sequence[str] = ()
) -> tuple[str, ...]:
    """Who may see a record: everybody's key, the owner, participants, the owner's units.

    `=<unit>` is the owner's own unit (scope UNIT), the bare units are for scope SUBTREE.
    """
    direct = (f"={org_path[-1]}",) if org_path else ()
    people = tuple(dict.fromkeys((owner, *participants) if owner else participants))
    return (EVERYBODY, *people, *direct, *org_path)


current: ContextVar[Caller | None] = ContextVar("caller", default=None)


def caller_of(context: object) -> Caller:  # noqa: ARG001 - the door's context, kept for readers
    """The caller of the RPC being answered; the server has verified him."""
    caller = current.get()
    if caller is None:
        raise Unauthenticated("Nobody is signed in")
    return caller
