"""What identity keeps of people who are not employees: words in filters of saved views, in reasons
of substitutions and the like. Of employees it speaks by itself, and those are spared."""

from services.identity import store
from services.kit.personal_data import Holdings

HOLDINGS = Holdings(
    # Who works here, and how he signs in.
    spared=frozenset(
        each.id
        for each in (
            *(store.TENANTS, store.USERS, store.PASSWORDS, store.SESSIONS, store.INVITATIONS),
            *(store.ORG_UNITS, store.ROLES),
        )
    ),
)
