"""Where everybody who wants to know something of a company asks: kept answers, the tenant's
provider, and the note of how it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.counterparties.registry import account, dadata, offline, store
from services.counterparties.registry.account import KEY, ProviderId, RegistrySettings
from services.counterparties.registry.gate import gate_of
from services.counterparties.registry.party import Suggestion, form
from services.counterparties.registry.provider import (
    TERMINAL,
    FileMissing,
    KeyMissing,
    KeyUnreadable,
    NotConfigured,
    Provider,
    SecretMissing,
)
from services.counterparties.registry.store import KeptAnswer
from services.kit import clock
from services.kit.cipher import Cipher, SecretTooShort, Unreadable
from services.kit.errors import InvalidArgument, ServiceError
from services.kit.mongo import Db
from services.kit.settings import Settings

_PURPOSE = "crm.counterparties registry keys"
Question = Callable[[Provider], list[Suggestion]]


class KeyFormat(InvalidArgument):
    reason = "REGISTRY_KEY_FORMAT"


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings

    def find(
        self, db: Db, number: str, kpp: str = "", *, newer_than: datetime | None = None
    ) -> KeptAnswer:
        """By INN or OGRN; a kept answer will do unless it is older than that."""
        chosen = store.settings(db)
        provider = _required(chosen)
        kept = _kept(db, provider, number, kpp)
        if kept and (newer_than is None or kept.ask_time >= newer_than):
            store.count(db, clock.now(), "kept_answers")
            return kept
        found = self._ask(db, chosen, lambda asked: asked.find_by_id(number, kpp))
        if kpp and not found:
            # There is no such branch, but there may be the company.
            found = self._ask(db, chosen, lambda asked: asked.find_by_id(number))
        return store.keep(db, provider, ("find", number, kpp), found)

    def suggest(self, db: Db, text: str) -> Sequence[Suggestion]:
        chosen = store.settings(db)
        provider = _required(chosen)
        question = ("suggest", " ".join(text.casefold().split()))
        if kept := store.kept(db, provider, question):
            store.count(db, clock.now(), "kept_answers")
            return kept.suggestions
        found = self._ask(db, chosen, lambda asked: asked.suggest(text))
        return store.keep(db, provider, question, found).suggestions

    def test(self, db: Db, number: str) -> None:
        """Asks whatever happened before; raises what came of it."""
        self._ask(db, store.settings(db), lambda asked: asked.find_by_id(number), paused=False)

    def sealed(self, db: Db, key: str) -> bytes:
        if not key:
            return b""
        if not KEY.fullmatch(key):
            text = "16 to 128 Latin letters, digits, hyphens and underscores"
            raise KeyFormat(text, field="api_key")
        return self._cipher().seal(key.encode(), store.settings_name(db))

    def ready(self, chosen: RegistrySettings) -> bool:
        """Whether there is what the provider needs."""
        if chosen.provider is ProviderId.OFFLINE:
            return self.offline_available
        return bool(chosen.sealed_key)

    @property
    def offline_available(self) -> bool:
        path = offline.path_of(self.settings)
        return path is not None and path.exists()

    def _ask(
        self, db: Db, chosen: RegistrySettings, question: Question, *, paused: bool = True
    ) -> list[Suggestion]:
        _required(chosen)
        if paused:
            _require_no_pause(db)
        now = clock.now()
        store.count(db, now, "requests")
        try:
            found = question(self._provider(chosen))
        except ServiceError as error:
            store.count(db, now, "errors")
            store.note(
                db,
                last_error_reason=error.reason,
                last_error_time=clock.now(),
                pause_time=account.pause_of(error.reason, now),
            )
            raise
        store.note(db, last_success_time=clock.now(), pause_time=None)
        return found

    def _provider(self, chosen: RegistrySettings) -> Provider:
        """Each kind of provider there is; another one is a class and a line here."""
        match _required(chosen):
            case ProviderId.DADATA:
                url = dadata.base_url(self.settings)
                return dadata.DaData(url, self._key(chosen), gate_of(url))
            case ProviderId.OFFLINE:
                path = offline.path_of(self.settings)
                if path is None:
                    raise FileMissing("CRM_REGISTRY_FILE is not set on the server")
                return offline.Offline(path)

    def _key(self, chosen: RegistrySettings) -> str:
        if not chosen.sealed_key:
            raise KeyMissing("The provider has no key yet")
        try:
            return self._cipher().open(chosen.sealed_key, chosen.name).decode()
        except Unreadable as error:
            raise KeyUnreadable("The key was sealed with another CRM_SECRET_KEY") from error

    def _cipher(self) -> Cipher:
        try:
            return Cipher(self.settings.text("CRM_SECRET_KEY", ""), _PURPOSE)
        except SecretTooShort as error:
            raise SecretMissing(str(error)) from error


def _required(chosen: RegistrySettings) -> ProviderId:
    if chosen.provider is None:
        raise NotConfigured("No provider of registry answers is chosen")
    return chosen.provider


def _kept(db: Db, provider: ProviderId, number: str, kpp: str) -> KeptAnswer | None:
    """For a branch also the answer about the whole company, if the branch is in it."""
    if exact := store.kept(db, provider, ("find", number, kpp)):
        return exact
    whole = store.kept(db, provider, ("find", number, "")) if kpp else None
    in_it = whole and any(form(each).kpp == kpp for each in whole.suggestions)
    return whole if in_it else None


def _require_no_pause(db: Db) -> None:
    standing = store.standing(db)
    if standing.pause_time is not None and standing.pause_time > clock.now():
        refused = TERMINAL[standing.last_error_reason]
        raise refused("Refused before; asked again when the vendor's day is over")
