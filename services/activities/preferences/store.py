"""Where it is kept how people want to be told."""

from collections.abc import Sequence

from services.activities.preferences.preference import NoticePreferences
from services.kit.mongo import Collection, Db

PREFERENCES: Collection[NoticePreferences] = Collection(
    "noticePreferences",
    NoticePreferences,
)


def of(db: Db, user: str) -> NoticePreferences:
    return of_all(db, [user])[user]


def of_all(db: Db, users: Sequence[str]) -> dict[str, NoticePreferences]:
    """Of those who have chosen nothing, what everybody begins with."""
    names = {f"{PREFERENCES.id}/{user.partition('/')[2]}": user for user in users}
    kept = PREFERENCES.select(db, {"_id": {"$in": [*names]}}) if names else []
    known = {each.name: each for each in kept}
    return {user: known.get(name) or NoticePreferences(name=name) for name, user in names.items()}
