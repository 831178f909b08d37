"""Many merges at once, with preview and undo; and that all comes back byte for byte."""

import os
import random
import uuid
from collections.abc import Sequence
from typing import Any

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import merges_pb2 as merges
from crm.job.v1 import jobs_pb2, jobs_pb2_grpc
from services.counterparties.merging.bulk_merge import connected
from services.kit import jobs
from tests.counterparties.merging.desk import base_of, contact, note, stub
from tests.counterparties.merging.pairs import Pairs
from tests.counterparties.office import Office, refused


def groups(*names: Sequence[str]) -> list[merges.MergeGroup]:
    return [merges.MergeGroup(names=group) for group in names]


def bulk_merge(office: Office, **request: Any) -> jobs.Job:
    wanted = merges.BulkMergeCounterpartiesRequest(**request)
    started = stub(office).BulkMergeCounterparties(wanted)
    office.work()
    return jobs.JOBS.get(office.db, started.name)


def undo(office: Office, job: jobs.Job) -> jobs.Job:
    job_stub = office.door.stub(jobs_pb2_grpc.JobServiceStub, office.admin)
    job_stub.UndoJob(jobs_pb2.UndoJobRequest(name=job.name))
    office.work()
    return jobs.JOBS.get(office.db, job.name)


def reasons(office: Office, job: jobs.Job) -> dict[str, str]:
    job_stub = office.door.stub(jobs_pb2_grpc.JobServiceStub, office.admin)
    rows = job_stub.ListJobRows(jobs_pb2.ListJobRowsRequest(parent=job.name)).rows
    return {row.subject: row.reason for row in rows}


def test_groups_are_merged_and_all_taken_apart(office: Office) -> None:
    clients = [office.create(office.admin, f"Клиент {n}") for n in range(6)]
    contact(office, clients[1], display_name="Анна")
    note(office, clients[3].name, "Заметка")
    names = [each.name for each in clients]
    before = base_of(office)
    wanted = groups(names[0:2], names[2:5])
    seen = stub(office).PreviewBulkMerge(merges.PreviewBulkMergeRequest(groups=wanted))
    assert (seen.group_count, seen.merged_count) == (2, 3)
    assert [each.refusal_reason for each in seen.groups] == ["", ""]
    assert [r.display_name for r in seen.groups[1].records] == ["Клиент 2", "Клиент 3", "Клиент 4"]
    job = bulk_merge(office, groups=wanted)
    assert (job.state, job.counts.total, job.counts.changed) == (jobs.State.DONE, 2, 2)
    assert office.listed(office.admin) == ["Клиент 0", "Клиент 2", "Клиент 5"]
    undone = undo(office, job)
    assert (undone.state, undone.counts.undone) == (jobs.State.UNDONE, 2)
    assert base_of(office) == before


def test_people_wait_for_a_person_and_a_refused_group_harms_no_other(office: Office) -> None:
    email = pb.Email(address="family@mail.ru")
    family = [
        office.create(office.admin, name, kind="KIND_INDIVIDUAL", emails=[email])
        for name in ("Иванова Анна", "Иванов Пётр")
    ]
    twins = [office.create(office.admin, f"ООО «Близнец {n}»") for n in range(2)]
    wanted = groups([each.name for each in family], [each.name for each in twins])
    seen = stub(office).PreviewBulkMerge(merges.PreviewBulkMergeRequest(groups=wanted))
    assert [each.refusal_reason for each in seen.groups] == ["PERSONS_UNCONFIRMED", ""]
    job = bulk_merge(office, groups=wanted)
    assert (job.counts.changed, job.counts.failed) == (1, 1)
    assert reasons(office, job)[family[0].name] == "PERSONS_UNCONFIRMED"


def test_two_companies_that_a_third_card_joins_stay_two(office: Office) -> None:
    inns = ("7707083893", "", "7736050003")
    chain = [office.create(office.admin, f"Звено {at}", inn=inn) for at, inn in enumerate(inns)]
    wanted = groups([each.name for each in chain])
    seen = stub(office).PreviewBulkMerge(merges.PreviewBulkMergeRequest(groups=wanted))
    assert [each.refusal_reason for each in seen.groups] == ["COMPANIES_DIFFER"]
    assert (seen.group_count, seen.merged_count) == (1, 0)
    job = bulk_merge(office, groups=wanted)
    assert reasons(office, job)[chain[0].name] == "COMPANIES_DIFFER"
    assert len(office.listed(office.admin)) == 3


def test_a_bulk_merge_must_make_sense(office: Office) -> None:
    one, other = office.create(office.admin), office.create(office.admin)
    cases = {
        "GROUPS_OR_SCORE": [],
        "MERGE_GROUP_INVALID": groups([one.name]),
        "GROUPS_OVERLAP": groups([one.name, other.name], [other.name, "counterparties/x"]),
    }
    for reason, wanted in cases.items():
        with refused() as refusal:
            bulk_merge(office, groups=wanted)
        assert reason in {found for _, found in refusal.fields}


def test_pairs_that_hang_together_are_one_group() -> None:
    assert connected([("a", "b"), ("c", "d"), ("b", "e")]) == [("a", "b", "e"), ("c", "d")]


def test_the_queue_of_duplicates_is_merged_by_score(office: Office) -> None:
    names = sorted(office.create(office.admin, f"Клиент {n}").name for n in range(4))
    raw = office.db.bound("duplicatePairs")
    for first, second, score in ((0, 1, 95), (2, 3, 60)):
        raw.insert_one(
            {
                "_id": f"duplicatePairs/{uuid.uuid4()}",
                "first": names[first],
                "second": names[second],
                "score": score,
                "state": "OPEN",
                "first_visible_to": ["*"],
                "second_visible_to": ["*"],
            }
        )
    job = bulk_merge(office, min_score=90)
    assert (job.counts.total, job.counts.changed) == (1, 1)
    assert len(office.listed(office.admin)) == 3
    assert [pair["state"] for pair in raw.find({}, sort=[("score", -1)])] == ["MERGED", "OPEN"]
    undo(office, job)
    assert {pair["state"] for pair in raw.find({})} == {"OPEN"}


def test_random_pairs_come_back_byte_for_byte(office: Office) -> None:
    """CRM_TEST_PAIRS=1000 measures what the closing note says of it."""
    pairs = Pairs(office.db, office.admin, random.Random(7))  # noqa: S311 - not for secrets
    pairs.create(int(os.environ.get("CRM_TEST_PAIRS", "40")))
    before = base_of(office)
    made = pairs.merge()
    assert base_of(office) != before
    pairs.unmerge(made)
    assert base_of(office) == before
