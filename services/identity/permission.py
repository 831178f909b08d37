"""The permissions there are. A test holds this list against the protos.

A permission is `<resource>.<verb>`, and a role says in which scope it holds.
"""

from services.kit.errors import InvalidArgument

COUNTERPARTIES = (
    "counterparties.read",
    "counterparties.create",
    "counterparties.update",
    "counterparties.delete",
    "counterparties.export",
    "counterparties.bulk",
    "counterparties.merge",
    # Without the wizard, in the browser; programs need no more than counterparties.create.
    "counterparties.expert_create",
)
SEGMENTS = ("segments.read", "segments.write")
MANAGERS = ("managers.read", "managers.write")
IMPORTS = ("imports.read", "imports.write")
# The queue itself is read by who may read both clients.
DUPLICATES = ("duplicates.write", "counterparties.bypass_duplicates")
# To ask the registry of companies; to set up who answers.
REGISTRY = ("registry.read", "registry.write")
# Definitions are read by who reads the records that have the fields.
CUSTOM_FIELDS = ("custom_fields.write",)
# An entry is read and made by who may do so with its person.
CONSENTS = ("consents.read", "consents.write")
CONSENT_PURPOSES = ("consent_purposes.write",)
# To take out and to destroy all that is kept of a person: nobody's daily work. Given for less than
# everybody they give nothing, as what is kept of him is everywhere.
PERSONAL_DATA = ("personal_data.read", "personal_data.erase")
# Relations themselves are written by who may update one of their ends.
RELATION_KINDS = ("relation_kinds.write",)
# The dictionary is read by who reads clients.
PROFESSIONAL_HOLIDAYS = ("professional_holidays.write",)
LEADS = (
    *("leads.read", "leads.create", "leads.update", "leads.delete"),
    # To open a closed one again; to have the rules choose its owner.
    *("leads.reopen", "leads.assign"),
)
# Statuses, reasons of loss, rules of assignment; read by who reads leads.
LEAD_SETTINGS = ("lead_settings.write",)
DEALS = ("deals.read", "deals.create", "deals.update", "deals.delete", "deals.reopen")
# How deals are brought to their end; read by who works with them.
FUNNELS = ("funnels.read", "funnels.write")
INVOICES = ("invoices.read", "invoices.write")
# Statements of banks, and for which invoices payments are: of all, whosever the invoices.
PAYMENTS = ("payments.read", "payments.write")
ACCOUNTING = (
    # To see how the exchange with accounting goes; to set it up and settle its conflicts.
    *("accounting.read", "accounting.write"),
    # To exchange files with us, as 1C does: of its key alone.
    "accounting.exchange",
)
# What is sold, its prices and VAT; read by who works with deals.
PRODUCTS = ("products.read", "products.write")
AGREEMENTS = (
    *("agreements.read", "agreements.write", "agreements.approve"),
    # To let a deal break its agreement.
    "agreements.override",
)
# To pay an invoice with its client's bonuses.
BONUSES = ("bonuses.spend",)
WORKS = (
    *("works.read", "works.create", "works.update", "works.delete", "works.reopen"),
    # To create and hand over many at once, to start campaigns.
    "works.assign",
)
# Actions, results, scripts, escalation; read by who reads works.
WORK_SETTINGS = ("work_settings.write",)
# Read by everybody: whoever plans something wants to know when people work.
WORK_CALENDARS = ("work_calendars.write",)
WORK_PLANS = ("work_plans.write",)
INTERACTIONS = (
    *("interactions.read", "interactions.create"),
    *("interactions.update", "interactions.delete"),
)
# Only the door: a timeline is seen by who sees its record.
TIMELINE = ("timeline.read",)
DIRECTORY = ("users.read", "org_units.read", "roles.read")
SUBSTITUTIONS = ("substitutions.read", "substitutions.write")
# Why somebody may what he may; to look at the screens as he sees them.
INSIGHT = ("access.explain", "users.view_as")
ADMINISTRATION = (
    "users.write",
    "org_units.write",
    "roles.write",
    "api_keys.write",
    "tenant.update",
    "audit.read",
    "saved_views.share",
)
# All that a tenant's roles may contain.
PERMISSIONS = (
    *COUNTERPARTIES,
    *SEGMENTS,
    *MANAGERS,
    *IMPORTS,
    *DUPLICATES,
    *REGISTRY,
    *CUSTOM_FIELDS,
    *CONSENTS,
    *CONSENT_PURPOSES,
    *PERSONAL_DATA,
    *RELATION_KINDS,
    *PROFESSIONAL_HOLIDAYS,
    *LEADS,
    *LEAD_SETTINGS,
    *DEALS,
    *FUNNELS,
    *PRODUCTS,
    *AGREEMENTS,
    *BONUSES,
    *INVOICES,
    *PAYMENTS,
    *ACCOUNTING,
    *WORKS,
    *WORK_SETTINGS,
    *WORK_CALENDARS,
    *WORK_PLANS,
    *INTERACTIONS,
    *TIMELINE,
    *DIRECTORY,
    *SUBSTITUTIONS,
    *INSIGHT,
    *ADMINISTRATION,
)
# Held by the installation's operator alone, never by a role.
OPERATOR_ONLY = ("tenants.write",)


class PermissionUnknown(InvalidArgument):
    reason = "PERMISSION_UNKNOWN"


def require_known(permission: str, field: str) -> None:
    if permission not in PERMISSIONS:
        raise PermissionUnknown(
            f"There is no permission {permission[:64]!r}", field=field, permission=permission[:64]
        )
