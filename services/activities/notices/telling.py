"""What becomes of a work, told to whom it concerns and who has not done it himself (pure)."""

from collections.abc import Iterator

from services.activities.notices.facts import facts_of
from services.activities.notices.notice import Notice, name_for
from services.activities.preferences.preference import NoticeKind
from services.activities.work import State, Work


def of_change(before: Work | None, after: Work, user: str, display_name: str) -> Iterator[Notice]:
    """`user`: who changes it, and his name."""
    if _is_assigned(before, after) and after.owner != user:
        yield _notice(after, after.owner, NoticeKind.ASSIGNED, {"by": display_name})
    is_closed = before is not None and before.state is State.OPEN and after.state is State.DONE
    if is_closed and after.creator not in ("", user):
        said = {"by": display_name, "sign": after.sign or "", "result": after.result_display_name}
        yield _notice(after, after.creator, NoticeKind.CLOSED, said)


def _is_assigned(before: Work | None, after: Work) -> bool:
    is_new = before is None or before.owner != after.owner
    return is_new and bool(after.owner) and after.state is State.OPEN


def _notice(work: Work, user: str, kind: NoticeKind, said: dict[str, str]) -> Notice:
    return Notice(
        name=name_for(work.name, kind, str(work.version), user),
        user=user,
        kind=kind,
        record=work.name,
        display_name=work.display_name,
        facts=facts_of(work) | {key: value for key, value in said.items() if value},
    )
