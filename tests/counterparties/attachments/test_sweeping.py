"""What was deleted, cut off or erased leaves nothing behind; merges take files along."""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from crm.counterparties.v1 import attachments_pb2 as pb
from services.counterparties.attachments import keeping, store, uploading
from services.counterparties.attachments.attachment import Attachment, State
from services.counterparties.service import SERVICE
from services.kit import clock, files
from services.kit.caller import Caller, system
from services.kit.settings import Settings
from tests.counterparties.attachments.cabinet import (
    PDF,
    delete,
    downloaded,
    names,
    stub,
    upload,
)
from tests.counterparties.attachments.test_hostile_files import chunks, left
from tests.counterparties.merging import desk
from tests.counterparties.office import Office, refused

MS = timedelta(milliseconds=1)


def later(office: Office, **by: int) -> None:
    """All that is kept has been there for so much longer."""
    older = [{"$set": {"update_time": {"$subtract": ["$update_time", timedelta(**by) // MS]}}}]
    store.ATTACHMENTS.raw(office.db).update_many({}, older)


def test_deleted_files_go_after_thirty_days(office: Office) -> None:
    client = office.create(office.admin)
    kept, gone = upload(office, client.name), upload(office, client.name)
    delete(office, gone.name)
    later(office, days=29)
    keeping.sweep(office.db)
    assert len(left(office)) == 2
    later(office, days=2)
    keeping.sweep(office.db)
    assert [each.name for each in left(office)] == [kept.name]
    assert (chunks(office), store.taken(office.db)) == (1, len(PDF))
    assert office.changes("attachment_erased")[0]["subject"] == gone.name
    with refused() as refusal:
        stub(office).UndeleteAttachment(pb.UndeleteAttachmentRequest(name=gone.name))
    assert refusal.code == "NOT_FOUND"


def test_what_a_killed_upload_left_is_swept(office: Office) -> None:
    client = office.create(office.admin)
    killed(office, client.name)
    assert (names(office, client.name), chunks(office)) == ([], 3)
    keeping.sweep(office.db)
    assert chunks(office) == 3, "it may still be on its way"
    later(office, hours=7)
    keeping.sweep(office.db)
    assert (left(office), chunks(office), store.taken(office.db)) == ([], 0, 0)


def test_a_killed_upload_is_sent_again(office: Office) -> None:
    client = office.create(office.admin)
    request_id = "0a3f6f1e-6d3c-4f4e-9a55-0c6f4f0f0a01"
    killed(office, client.name, f"attachments/{request_id}")
    made = upload(office, client.name, PDF, request_id=request_id)
    assert downloaded(office, made.name)[0] == PDF
    assert chunks(office) == 1, "what the first attempt brought is gone"
    assert made.HasField("create_time")
    later(office, days=100)
    keeping.sweep(office.db)
    assert names(office, client.name) == [made.file_name]


def test_a_commit_whose_answer_is_lost_loses_no_file(office: Office) -> None:
    """The process takes it for refused, while the store has kept it."""
    client = office.create(office.admin)
    made = upload(office, client.name)
    (kept,) = left(office)
    begun = replace(kept, state=State.UPLOADING, size=0, version=kept.version - 1)
    uploading.forget(office.db, begun)
    assert downloaded(office, made.name)[0] == PDF
    # An attempt that was outrun by another clears up after itself.
    files.write(office.db, f"{made.name}/outrun", [PDF])
    uploading.forget(office.db, replace(begun, file=f"{made.name}/outrun"))
    assert (chunks(office), downloaded(office, made.name)[0]) == (1, PDF)


def killed(office: Office, parent: str, name: str = "") -> None:
    """A process dies in the middle of an upload: nothing of it is undone."""
    draft = Attachment(
        name=name or store.ATTACHMENTS.new_name(), parent=parent, file_name="half.bin"
    )
    given = (office.door.settings.environ, office.admin, draft)
    process = multiprocessing.get_context("spawn").Process(target=die_uploading, args=given)
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL


def die_uploading(environ: Mapping[str, str], caller: Caller, draft: Attachment) -> None:
    def pieces() -> Iterator[bytes]:
        yield bytes(3 * files.PIECE + 1)
        os.kill(os.getpid(), signal.SIGKILL)

    db = SERVICE.runtime(Settings(dict(environ))).db(caller.tenant)
    uploading.upload(db, caller, draft, pieces(), room=1024 * files.PIECE)


def test_a_persons_files_are_erased_with_their_names(office: Office) -> None:
    client, other = office.create(office.admin), office.create(office.admin)
    upload(office, client.name, file_name="паспорт.pdf", description="Иванов")
    binned = upload(office, client.name, file_name="снилс.pdf")
    delete(office, binned.name)
    upload(office, other.name, file_name="договор.pdf")
    caller = system(office.tenant)
    assert keeping.erase_of(office.db, caller, [client.name]) == 2
    assert keeping.erase_of(office.db, caller, [client.name]) == 0
    assert (names(office, client.name), names(office, client.name, deleted=True)) == ([], [])
    with refused() as refusal:
        downloaded(office, binned.name)
    assert refusal.code == "NOT_FOUND"
    for word in ("паспорт", "снилс", "Иванов"):
        assert word not in str(left(office))
        assert all(word.encode() not in row["data"] for row in office.changes())
        assert word not in str([row["changes"] for row in office.changes()])
    keeping.sweep(office.db)
    assert names(office, other.name) == ["договор.pdf"]
    assert (len(left(office)), chunks(office)) == (1, 1)
    assert store.taken(office.db) == len(PDF)


def test_a_merge_takes_files_along_and_an_unmerge_brings_them_back(office: Office) -> None:
    survivor, other = office.create(office.admin), office.create(office.admin)
    upload(office, survivor.name, file_name="свой.pdf")
    upload(office, other.name, file_name="чужой.pdf")
    binned = upload(office, other.name, file_name="удалённый.pdf")
    delete(office, binned.name)
    made = desk.merge(office, survivor, other)
    assert sorted(names(office, survivor.name)) == ["свой.pdf", "чужой.pdf"]
    assert names(office, other.name) == names(office, survivor.name)
    assert names(office, survivor.name, deleted=True) == ["удалённый.pdf"]
    upload(office, other.name, file_name="позже.pdf")
    desk.undo(office, made)
    assert sorted(names(office, survivor.name)) == ["позже.pdf", "свой.pdf"]
    assert names(office, other.name) == ["чужой.pdf"]
    assert names(office, other.name, deleted=True) == ["удалённый.pdf"]
    assert {each.state for each in left(office)} == {State.ACTIVE, State.DELETED}


def test_lists_and_the_sweep_go_by_an_index(office: Office) -> None:
    raw = store.ATTACHMENTS.raw(office.db)
    order = [("create_time", -1), ("_id", -1)]
    for query, sort in (
        ({"parent": "counterparties/x", "state": "ACTIVE"}, order),
        ({"state": "DELETED", "update_time": {"$lt": clock.now()}}, None),
        ({"state": "ERASED"}, None),
    ):
        plan = raw.explain(query, sort=sort, limit=10)["queryPlanner"]["winningPlan"]
        assert "COLLSCAN" not in str(plan)
        assert "'SORT'" not in str(plan)
