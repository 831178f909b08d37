"""The job that cancels the open works of a campaign that ended; undone, they are open again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.activities.mass.cancelling import CancelWorks
from services.activities.store import WORKS
from services.activities.work import State
from services.kit import jobs
from services.kit.bulk import portions
from services.kit.caller import Caller
from services.kit.jobs import Job
from services.kit.mongo import Db

KIND = "cancel_campaign_works"


def start(db: Db, caller: Caller, root: str, subject: str) -> Job:
    return jobs.start(db, caller, KIND, params={"root": root}, subject=subject)


class CancelCampaignWorks(CancelWorks):
    kind = KIND

    def select(
        self,
        db: Db,
        caller: Caller,  # noqa: ARG002
        params: Mapping[str, Any],
    ) -> Iterator[Sequence[str]]:
        where = {"parent": params["root"], "state": State.OPEN.value}
        found = WORKS.raw(db).stream(where, {"_id": 1}, hint="tenant_1_parent")
        return portions((str(each["_id"]) for each in found), ())
