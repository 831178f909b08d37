"""Who takes part in a deal sees its invoices, and no longer than he takes part."""

from services.deals.deal import Deal
from services.deals.invoices.store import INVOICES
from services.kit.caller import visible_to
from services.kit.mongo import Db


def follow_deal(db: Db, before: Deal, after: Deal) -> None:
    """Inside the transaction that changes the deal; the invoices themselves have not changed."""
    if before.participants == after.participants:
        return
    taking_part = list(after.participants)
    found = INVOICES.select(db, {"deal": after.name}, hint="tenant_1_deal")
    INVOICES.raw(db).bulk_update(
        (
            {"_id": each.name},
            {
                "$set": {
                    "participants": taking_part,
                    "visible_to": list(visible_to(each.owner, each.org_path, taking_part)),
                }
            },
        )
        for each in found
    )
