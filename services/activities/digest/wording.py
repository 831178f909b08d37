"""The words of a letter of the day (pure but its templates, which are read once)."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jinja2

from services.activities.digest.content import Digest

_HERE = Path(__file__).parent
_LANGUAGES = ("ru", "en")
PREFERENCES_PLACE = "/profile/notices"


class Words(NamedTuple):
    subject: str
    text: str
    html: str


def words(digest: Digest, name: str, language: str, site: str) -> Words:
    """`site`: where people open the CRM."""
    spoken = language if language in _LANGUAGES else "en"
    texts = _texts(spoken)
    known = {
        "t": texts,
        "digest": digest,
        "name": name,
        "site": site,
        "language": spoken,
        "preferences": site + PREFERENCES_PLACE,
        "day": f"{digest.day:%d.%m.%Y}",
    }
    subject = texts["subject"].format(
        day=f"{digest.day:%d.%m}", today=digest.today_count, overdue=digest.overdue_count
    )
    return Words(
        subject, _template("digest.txt").render(known), _template("digest.html").render(known)
    )


@cache
def _texts(language: str) -> Mapping[str, str]:
    return json.loads((_HERE / "texts" / f"{language}.json").read_text("utf-8"))


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        # What works are called is written by people.
        autoescape=jinja2.select_autoescape(["html"], default=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
