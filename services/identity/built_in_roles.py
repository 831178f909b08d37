"""The roles every tenant starts with, as one table: which permission in which scope.

Directories (users, units, roles, segments) are scoped ALL: to choose a colleague from the list is
no look into his clients.
"""

from collections.abc import Sequence
from dataclasses import replace

from services.identity.permission import (
    ACCOUNTING,
    AGREEMENTS,
    BONUSES,
    CONSENT_PURPOSES,
    CONSENTS,
    COUNTERPARTIES,
    CUSTOM_FIELDS,
    DEALS,
    DIRECTORY,
    DUPLICATES,
    FUNNELS,
    IMPORTS,
    INSIGHT,
    INTERACTIONS,
    INVOICES,
    LEAD_SETTINGS,
    LEADS,
    MANAGERS,
    PAYMENTS,
    PERMISSIONS,
    PERSONAL_DATA,
    PRODUCTS,
    PROFESSIONAL_HOLIDAYS,
    RELATION_KINDS,
    SEGMENTS,
    SUBSTITUTIONS,
    TIMELINE,
    WORK_CALENDARS,
    WORK_PLANS,
    WORK_SETTINGS,
    WORKS,
)
from services.identity.role import BuiltIn, FieldAccess, FieldRight, Role, Rule, Scope

_READ_CHANGE = ("counterparties.read", "counterparties.create", "counterparties.update")
# To choose from.
_DIRECTORIES = (
    *("segments.read", "users.read", "org_units.read", "funnels.read", "products.read"),
    *TIMELINE,
)
_MANAGERS_OWN = (
    *("counterparties.expert_create", "counterparties.export"),
    *("leads.read", "leads.create", "leads.update"),
    *("deals.read", "deals.create", "deals.update", *INVOICES),
    *("agreements.read", "agreements.write", *BONUSES),
    *("works.read", "works.create", "works.update", "works.reopen", "works.assign"),
    *("interactions.read", "interactions.create", "interactions.update"),
)

_RULES: dict[BuiltIn, Sequence[tuple[Scope, Sequence[str]]]] = {
    BuiltIn.ADMINISTRATOR: [(Scope.ALL, PERMISSIONS)],
    BuiltIn.HEAD_OF_SALES: [
        (
            Scope.SUBTREE,
            (
                *(*COUNTERPARTIES, *CONSENTS, *IMPORTS, *DUPLICATES, *SUBSTITUTIONS, *INSIGHT),
                *(*LEADS, *DEALS, *INVOICES, *AGREEMENTS, *BONUSES, "audit.read"),
                *(*WORKS, *WORK_PLANS, *INTERACTIONS),
            ),
        ),
        (
            Scope.ALL,
            (
                *(*SEGMENTS, *MANAGERS, *RELATION_KINDS, *PROFESSIONAL_HOLIDAYS, *DIRECTORY),
                *("saved_views.share", "registry.read", *FUNNELS, *LEAD_SETTINGS, *PAYMENTS),
                *(*PRODUCTS, "accounting.read"),
                *(*TIMELINE, *WORK_SETTINGS, *WORK_CALENDARS),
            ),
        ),
    ],
    BuiltIn.MANAGER: [
        (
            Scope.OWN,
            (
                *(*_READ_CHANGE, *_MANAGERS_OWN, *CONSENTS, *IMPORTS, *SUBSTITUTIONS),
                "access.explain",
            ),
        ),
        (Scope.ALL, (*_DIRECTORIES, "registry.read")),
    ],
    BuiltIn.OPERATOR: [
        (
            Scope.UNIT,
            (
                *("counterparties.read", "counterparties.update", *CONSENTS),
                *("leads.read", "leads.create", "leads.update"),
                *("works.read", "works.create", "works.update"),
                *("interactions.read", "interactions.create", "interactions.update"),
            ),
        ),
        (Scope.OWN, ("substitutions.read",)),
        (Scope.ALL, _DIRECTORIES),
    ],
    BuiltIn.VIEWER: [
        (
            Scope.SUBTREE,
            (
                *("counterparties.read", "consents.read", "leads.read", "deals.read"),
                *("invoices.read", "agreements.read", "works.read", "interactions.read"),
            ),
        ),
        (Scope.OWN, ("substitutions.read",)),
        (Scope.ALL, _DIRECTORIES),
    ],
}

# To be raised with each addition to the table, which is then named in _ADDED or _NEW_PERMISSIONS.
EDITION = 16

# A potential client's requisites are shown to those who decide on him (seed fact 4); the INN stays,
# or every manager would enter the same client anew. Nor does he turn the client into an existing
# one himself, as that would show him all of it.
_FIELD_RIGHTS: dict[BuiltIn, Sequence[tuple[str, str, FieldAccess]]] = {
    BuiltIn.MANAGER: [
        ("bank_accounts", "POTENTIAL", FieldAccess.NONE),
        ("kpp", "POTENTIAL", FieldAccess.NONE),
        ("market_state", "POTENTIAL", FieldAccess.READ),
        ("passport", "POTENTIAL", FieldAccess.NONE),
    ],
    BuiltIn.OPERATOR: [("phones", "", FieldAccess.MASKED)],
}

# (edition, role) -> the fields whose rights came with it.
_ADDED: dict[tuple[int, BuiltIn], Sequence[str]] = {(2, BuiltIn.MANAGER): ["market_state"]}

# edition -> the permissions that came with it.
_NEW_PERMISSIONS: dict[int, Sequence[str]] = {
    3: ["registry.read", "registry.write"],
    4: SUBSTITUTIONS,
    5: ["counterparties.merge"],
    6: DUPLICATES,
    7: CUSTOM_FIELDS,
    8: ["counterparties.expert_create"],
    9: INSIGHT,
    10: MANAGERS,
    11: RELATION_KINDS,
    12: [*CONSENTS, *CONSENT_PURPOSES, *PERSONAL_DATA],
    13: PROFESSIONAL_HOLIDAYS,
    14: [
        *(*LEADS, *LEAD_SETTINGS, *DEALS, *FUNNELS, *INVOICES, *PAYMENTS, *PRODUCTS, *AGREEMENTS),
        *ACCOUNTING,
    ],
    15: BONUSES,
    16: [*WORKS, *WORK_SETTINGS, *WORK_CALENDARS, *WORK_PLANS, *INTERACTIONS, *TIMELINE],
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
        rules=_rules(kind),
        field_rights=_field_rights(kind),
        edition=EDITION,
    )


def up_to_date(role: Role) -> Role:
    """With what the table has gained since, each once: what a tenant says itself stays as it is."""
    kind = BuiltIn(role.built_in)
    said = {(right.resource, right.field) for right in role.field_rights}
    new = {
        field
        for (edition, of), fields in _ADDED.items()
        if of is kind and edition > role.edition
        for field in fields
    }
    added = [
        right
        for right in _field_rights(kind)
        if right.field in new and (right.resource, right.field) not in said
    ]
    return replace(
        role,
        rules=(*role.rules, *_new_rules(role, kind)),
        field_rights=(*role.field_rights, *added),
        edition=EDITION,
    )


def _rules(kind: BuiltIn) -> tuple[Rule, ...]:
    return tuple(
        Rule(permission=permission, scope=scope)
        for scope, permissions in _RULES[kind]
        for permission in permissions
    )


def _new_rules(role: Role, kind: BuiltIn) -> list[Rule]:
    held = {rule.permission for rule in role.rules}
    new = {
        permission
        for edition, permissions in _NEW_PERMISSIONS.items()
        if edition > role.edition
        for permission in permissions
    }
    return [rule for rule in _rules(kind) if rule.permission in new - held]


def _field_rights(kind: BuiltIn) -> tuple[FieldRight, ...]:
    return tuple(
        FieldRight(resource="counterparties", field=field, market_state=state, access=access)
        for field, state, access in _FIELD_RIGHTS.get(kind, ())
    )
