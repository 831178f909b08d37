"""The roles every tenant starts with, as one table: which permission in which scope.

Directories (users, units, roles, segments) are scoped ALL: to choose a colleague from the list is
no look into his clients.
"""

from collections.abc import Sequence

from services.identity.permission import (
    COUNTERPARTIES,
    DIRECTORY,
    IMPORTS,
    PERMISSIONS,
    SEGMENTS,
)
from services.identity.role import BuiltIn, FieldAccess, FieldRight, Role, Rule, Scope

_READ_CHANGE = ("counterparties.read", "counterparties.create", "counterparties.update")

_RULES: dict[BuiltIn, Sequence[tuple[Scope, Sequence[str]]]] = {
    BuiltIn.ADMINISTRATOR: [(Scope.ALL, PERMISSIONS)],
    BuiltIn.HEAD_OF_SALES: [
        (Scope.SUBTREE, (*COUNTERPARTIES, *IMPORTS, "audit.read")),
        (Scope.ALL, (*SEGMENTS, *DIRECTORY, "saved_views.share")),
    ],
    BuiltIn.MANAGER: [
        (Scope.OWN, (*_READ_CHANGE, "counterparties.export", *IMPORTS)),
        (Scope.ALL, ("segments.read", "users.read", "org_units.read")),
    ],
    BuiltIn.OPERATOR: [
        (Scope.UNIT, ("counterparties.read", "counterparties.update")),
        (Scope.ALL, ("segments.read", "users.read", "org_units.read")),
    ],
    BuiltIn.VIEWER: [
        (Scope.SUBTREE, ("counterparties.read",)),
        (Scope.ALL, ("segments.read", "users.read", "org_units.read")),
    ],
}

# A potential client's requisites are shown to those who decide on him (seed fact 4); the INN stays,
# or every manager would enter the same client anew.
_FIELD_RIGHTS: dict[BuiltIn, Sequence[tuple[str, str, FieldAccess]]] = {
    BuiltIn.MANAGER: [
        ("bank_accounts", "POTENTIAL", FieldAccess.NONE),
        ("kpp", "POTENTIAL", FieldAccess.NONE),
        ("passport", "POTENTIAL", FieldAccess.NONE),
    ],
    BuiltIn.OPERATOR: [("phones", "", FieldAccess.MASKED)],
}

_DISPLAY_NAMES = {
    "ru": {
        BuiltIn.ADMINISTRATOR: "Администратор",
        BuiltIn.HEAD_OF_SALES: "Руководитель отдела продаж",
        BuiltIn.MANAGER: "Менеджер",
        BuiltIn.OPERATOR: "Оператор колл-центра",
        BuiltIn.VIEWER: "Наблюдатель",
    },
    "en": {
        BuiltIn.ADMINISTRATOR: "Administrator",
        BuiltIn.HEAD_OF_SALES: "Head of sales",
        BuiltIn.MANAGER: "Manager",
        BuiltIn.OPERATOR: "Call centre operator",
        BuiltIn.VIEWER: "Viewer",
    },
}


def built_in(kind: BuiltIn, name: str, language: str) -> Role:
    return Role(
        name=name,
        display_name=_DISPLAY_NAMES[language][kind],
        built_in=kind,
        rules=tuple(
            Rule(permission=permission, scope=scope)
            for scope, permissions in _RULES[kind]
            for permission in permissions
        ),
        field_rights=tuple(
            FieldRight(resource="counterparties", field=field, market_state=state, access=access)
            for field, state, access in _FIELD_RIGHTS.get(kind, ())
        ),
    )
