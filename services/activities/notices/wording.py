"""What a push says: the browser that gets it may have none of our screens open (pure)."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.activities.notices.notice import Notice
from services.activities.preferences.preference import NoticeKind

_TITLES: Mapping[str, Mapping[NoticeKind, str]] = {
    "ru": {
        NoticeKind.REMINDER: "Напоминание",
        NoticeKind.OVERDUE: "Просрочено",
        NoticeKind.ESCALATION: "Просрочено у подчинённого",
        NoticeKind.ASSIGNED: "Вам поручили работу",
        NoticeKind.CLOSED: "Ваше поручение закрыто",
    },
    "en": {
        NoticeKind.REMINDER: "Reminder",
        NoticeKind.OVERDUE: "Overdue",
        NoticeKind.ESCALATION: "Overdue at a subordinate's",
        NoticeKind.ASSIGNED: "You were given a work",
        NoticeKind.CLOSED: "A work you gave was closed",
    },
}
_MANY = {"ru": "Работ: {count}", "en": "Works: {count}"}
OVERDUE_PLACE = "/works?overdue=true"


def payload(notice: Notice, language: str, zone: ZoneInfo) -> str:
    """JSON for the service worker; `tag` lets one that comes twice replace itself."""
    spoken = language if language in _TITLES else "en"
    return json.dumps(
        {
            "tag": notice.name,
            "title": title(notice.kind, spoken),
            "body": body(notice, spoken, zone),
            "open": place(notice),
        },
        ensure_ascii=False,
    )


def title(kind: NoticeKind, language: str) -> str:
    return _TITLES[language][kind]


def body(notice: Notice, language: str, zone: ZoneInfo) -> str:
    facts = notice.facts
    if "count" in facts:
        said = [_MANY[language].format(count=facts["count"]), facts.get("executor", "")]
    else:
        said = [notice.display_name, facts.get("client", ""), _when(facts, zone)]
    return " · ".join(each for each in said if each)


def place(notice: Notice) -> str:
    return f"/{notice.record}" if notice.record else OVERDUE_PLACE


def _when(facts: Mapping[str, str], zone: ZoneInfo) -> str:
    if start := facts.get("start_time"):
        return f"{datetime.fromisoformat(start).astimezone(zone):%d.%m %H:%M}"
    if day := facts.get("start_date"):
        return f"{date.fromisoformat(day):%d.%m}"
    return ""
