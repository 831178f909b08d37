"""Stages of a client's life: since when, how they are found, changed in bulk and put back."""

from dataclasses import replace

from crm.counterparties.v1 import counterparties_pb2 as pb
from services.counterparties import store
from services.counterparties.counterparty import State
from tests.counterparties.office import Office, refused, restricted
from tests.counterparties.test_jobs import bulk, everything, undo


def staged(office: Office, name: str, stage: str) -> pb.Counterparty:
    return office.counterparties(office.admin).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=name, lifecycle_stage=stage),  # type: ignore[arg-type]
            update_mask={"paths": ["lifecycle_stage"]},  # type: ignore[arg-type]
        )
    )


def test_a_stage_says_since_when_it_lasts(office: Office) -> None:
    client = office.create(office.admin)
    assert not client.HasField("stage_change_time")
    first = staged(office, client.name, "LIFECYCLE_STAGE_SELECTION")
    since = first.stage_change_time.ToDatetime()
    assert abs(first.update_time.ToDatetime() - since).total_seconds() < 1
    # Anything else changes nothing of it.
    renamed = office.counterparties(office.admin).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=client.name, display_name="Иначе")
        )
    )
    assert renamed.stage_change_time == first.stage_change_time
    cleared = staged(office, client.name, "LIFECYCLE_STAGE_UNSPECIFIED")
    assert not cleared.HasField("stage_change_time")
    born = office.create(office.admin, lifecycle_stage="LIFECYCLE_STAGE_RETENTION")
    assert born.HasField("stage_change_time")


def test_lists_find_clients_by_their_stages(office: Office) -> None:
    office.create(office.manager_a, "Отбор", lifecycle_stage="LIFECYCLE_STAGE_SELECTION")
    office.create(office.manager_b, "Развитие", lifecycle_stage="LIFECYCLE_STAGE_EXPANSION")
    office.create(office.admin, "Без стадии")
    both = ["LIFECYCLE_STAGE_SELECTION", "LIFECYCLE_STAGE_EXPANSION"]
    assert office.listed(office.admin, lifecycle_stage=both) == ["Отбор", "Развитие"]
    assert office.listed(office.manager_a, lifecycle_stage=both) == ["Отбор"]
    assert office.listed(office.admin, lifecycle_stage=both[1:]) == ["Развитие"]
    assert office.listed(office.admin, lifecycle_stage=both, query="отбор") == ["Отбор"]
    # A hidden stage is not found by, either.
    blind = restricted(office.admin, ("lifecycle_stage", "POTENTIAL", "NONE"))
    assert office.listed(blind, lifecycle_stage=both) == []


def test_a_bulk_change_of_stage_is_counted_done_and_undone(office: Office) -> None:
    client = office.create(office.admin, "А", lifecycle_stage="LIFECYCLE_STAGE_SELECTION")
    office.create(office.admin, "Б")
    office.create(office.admin, "В", lifecycle_stage="LIFECYCLE_STAGE_RETENTION")
    stage = "LIFECYCLE_STAGE_RETENTION"
    asked = pb.BulkUpdateCounterpartiesRequest(filter=everything(), lifecycle_stage=stage)
    preview = office.counterparties(office.admin).PreviewBulkUpdate(
        pb.PreviewBulkUpdateRequest(update=asked)
    )
    assert (preview.total, preview.changed, preview.skipped) == (3, 2, 1)
    job = bulk(office, office.admin, filter=everything(), lifecycle_stage=stage)
    assert job.counts.changed == 2
    assert office.listed(office.admin, lifecycle_stage=[stage]) == ["А", "Б", "В"]
    undo(office, office.admin, job)
    assert office.listed(office.admin, lifecycle_stage=[stage]) == ["В"]
    back = store.COUNTERPARTIES.get(office.db, client.name)
    moment = client.stage_change_time.ToMilliseconds()
    assert back.stage_change_time
    assert back.stage_change_time.timestamp() * 1000 == moment


def test_who_may_not_write_the_stage_is_refused(office: Office) -> None:
    client = office.create(office.admin)
    reader = restricted(office.admin, ("lifecycle_stage", "", "READ"))
    with refused() as refusal:
        office.counterparties(reader).UpdateCounterparty(
            pb.UpdateCounterpartyRequest(
                counterparty=pb.Counterparty(
                    name=client.name, lifecycle_stage="LIFECYCLE_STAGE_SELECTION"
                )
            )
        )
    assert refusal.reason == "FIELD_READ_ONLY"


def test_clients_of_a_stage_go_along_when_their_owner_moves(office: Office) -> None:
    """The list's keys of a stage hold who may see: a restamp has to renew them."""
    office.create(office.manager_a, "Переезд", lifecycle_stage="LIFECYCLE_STAGE_ATTRACTION")
    stage = ["LIFECYCLE_STAGE_ATTRACTION"]
    assert office.listed(office.head_a, lifecycle_stage=stage) == ["Переезд"]
    moved = office.manager_b.org_path
    office.announce(replace(office.manager_a, org_path=moved), version=2)
    office.work()
    assert office.listed(office.head_a, lifecycle_stage=stage) == []
    assert office.listed(office.admin, lifecycle_stage=stage) == ["Переезд"]
    found = store.COUNTERPARTIES.select(office.db, {"state": State.ACTIVE.value})
    assert moved[-1] in found[0].visible_to
