"""The undo of a bulk change asks what whoever undoes it may do now."""

from dataclasses import replace

from crm.job.v1 import jobs_pb2, jobs_pb2_grpc
from services.counterparties import store
from services.kit import jobs
from tests.counterparties.office import Office, restricted
from tests.counterparties.test_jobs import bulk, everything, segment, undo


def test_an_undo_respects_the_rights_of_this_moment(office: Office) -> None:
    wholesale = segment(office)
    mine = office.create(office.manager_a, "Свой")
    office.create(office.manager_b, "Чужой")
    job = bulk(office, office.admin, filter=everything(), add_segments=[wholesale])
    assert job.counts.changed == 2
    # He is no administrator any more.
    demoted = replace(
        office.admin, grants=dict.fromkeys(office.manager_a.grants, (office.manager_a.user,))
    )
    undone = undo(office, demoted, job)
    assert (undone.counts.undone, undone.counts.kept) == (1, 1)
    assert office.listed(office.admin, segments=[wholesale]) == ["Чужой"]
    assert reasons(office, job) == {"Свой": "", "Чужой": "PERMISSION_DENIED"}
    # Nor may he write this field now.
    job = bulk(office, office.admin, names=[mine.name], add_segments=[wholesale])
    undone = undo(office, restricted(office.admin, ("segments", "", "READ")), job)
    assert undone.counts.kept == 1
    assert reasons(office, job) == {"Свой": "FIELD_READ_ONLY"}


def test_who_may_delete_no_longer_undoes_no_deletion(office: Office) -> None:
    office.create(office.admin, "А")
    job = bulk(office, office.admin, filter=everything(), delete=True)
    grants = {key: value for key, value in office.admin.grants.items() if "delete" not in key}
    undone = undo(office, replace(office.admin, grants=grants), job)
    assert (undone.counts.undone, undone.counts.kept) == (0, 1)
    assert office.listed(office.admin) == []


def test_who_gave_clients_away_by_mistake_takes_them_back(office: Office) -> None:
    office.create(office.manager_a, "Клиент")
    job = bulk(office, office.manager_a, filter=everything(), owner=office.manager_b.user)
    assert office.listed(office.manager_a) == []
    undo(office, office.manager_a, job)
    assert office.listed(office.manager_a) == ["Клиент"]


def reasons(office: Office, job: jobs.Job) -> dict[str, str]:
    """By the names of the clients."""
    stub = office.door.stub(jobs_pb2_grpc.JobServiceStub, office.admin)
    rows = stub.ListJobRows(jobs_pb2.ListJobRowsRequest(parent=job.name)).rows
    names = [row.subject for row in rows]
    found = store.by_names(office.db, names, {})
    return {found[row.subject].display_name: row.reason for row in rows}
