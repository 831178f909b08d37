"""Sends letters of the day: one that is sent twice has the same Message-ID, so that its reader sees
one."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.activities import whereabouts
from services.activities.deliveries.delivering import Deliver, kind_of
from services.activities.deliveries.delivery import Channel, Delivery, Outcome
from services.activities.digest.reading import digest_of
from services.activities.digest.wording import PREFERENCES_PLACE, words
from services.activities.preferences import store as preferences
from services.kit import clock, telemetry
from services.kit.letters import Letter, MailServer
from services.kit.mongo import Db
from services.kit.people import find_people
from services.kit.person import Person
from services.kit.settings import Settings, SettingsError

PUBLIC_URL = "http://127.0.0.1:8080"
log = telemetry.logger(__name__)


class SendLetters(Deliver):
    kind = kind_of(Channel.LETTER)
    channel = Channel.LETTER
    # For about five hours.
    most_attempts = 12
    # A mail server may take its time over each.
    at_once = 5

    def send(
        self, db: Db, found: Sequence[Delivery], settings: Settings
    ) -> list[tuple[Delivery, Outcome]]:
        try:
            server, now = MailServer.of(settings), clock.now()
        except SettingsError as error:
            log.error(str(error), extra={"facts": {"alert": True}})  # noqa: TRY400
            return [(each, Outcome.LATER) for each in found]
        users = [each.user for each in found]
        people, zones = find_people(db, users), whereabouts.zones(db, users)
        chosen = preferences.of_all(db, users)
        site = settings.text("CRM_PUBLIC_URL", PUBLIC_URL).rstrip("/")
        tried: list[tuple[Delivery, Outcome]] = []
        for each in found:
            person, zone = people.get(each.user), zones[each.user]
            is_today = now.astimezone(zone).date() == date.fromisoformat(each.payload)
            if person is None or not person.active or not person.email:
                outcome = Outcome.GONE
            elif server is None or not chosen[each.user].digest or not is_today:
                outcome = Outcome.NEEDLESS
            else:
                letter = _letter(db, each, person, zone, now, site)
                outcome = Outcome(server.send(letter)) if letter else Outcome.NEEDLESS
            tried.append((each, outcome))
        return tried


def _letter(
    db: Db, delivery: Delivery, person: Person, zone: ZoneInfo, now: datetime, site: str
) -> Letter | None:
    """None if there is nothing to say."""
    digest = digest_of(db, person.name, zone, now)
    if not digest:
        return None
    said = words(digest, person.display_name, person.language, site)
    return Letter(
        id=delivery.name.partition("/")[2],
        to=person.email,
        to_display_name=person.display_name,
        subject=said.subject,
        text=said.text,
        html=said.html,
        headers={"List-Unsubscribe": f"<{site}{PREFERENCES_PLACE}>"},
    )
