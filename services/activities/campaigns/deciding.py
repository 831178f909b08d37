"""Steps of a campaign that somebody decides on, after a work of his that was closed."""

from typing import NamedTuple

from services.activities.access import changeable, visible
from services.activities.campaigns.continuing import go_on, name_of, steps
from services.activities.campaigns.template import CampaignStep
from services.activities.dictionaries.keeping import WORK_ACTIONS
from services.activities.store import WORKS
from services.activities.work import State, Work
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db, transactional


class Offered(NamedTuple):
    """`work`: its name, if it is planned already."""

    step: CampaignStep
    work: str


def offered(db: Db, caller: Caller, name: str) -> list[Offered]:
    closed = visible(db, caller, name)
    found = _steps(db, caller, closed)
    names = {each.id: name_of(closed.name, each.id) for each in found}
    known = {each.name for each in WORKS.select(db, {"_id": {"$in": [*names.values()]}})}
    return [Offered(each, names[each.id] if names[each.id] in known else "") for each in found]


def decide(db: Db, caller: Caller, name: str, step: str) -> Work:
    """Said twice it is planned once."""
    # Outside of the transaction: see `works.create`.
    WORK_ACTIONS.recent(db, caller.language)
    return _decide(db, caller, name, step)


@transactional
def _decide(db: Db, caller: Caller, name: str, step: str) -> Work:
    closed = changeable(db, caller, name)
    for each in _steps(db, caller, closed):
        if each.id == step:
            return go_on(db, caller, closed, each)
    text = f"Nothing to decide on follows {name} at {step!r}: see FindNextSteps."
    raise InvalidArgument(text, field="step", reason="STEP_NOT_NEXT")


def _steps(db: Db, caller: Caller, closed: Work) -> list[CampaignStep]:
    if closed.state is not State.DONE:
        return []
    return [*steps(db, caller, closed, manual=True)]
