"""Opens the way to a tenant's accounting: its password, its address, the adapter."""

from dataclasses import dataclass

from services.deals.accounting import address, store
from services.deals.accounting.channel import Channel
from services.deals.accounting.odata import OData
from services.deals.accounting.port import (
    Accounting,
    Organization,
    PasswordMissing,
    PasswordUnreadable,
    SecretMissing,
)
from services.deals.accounting.settings import LONGEST_PASSWORD, AccountingSettings
from services.kit.cipher import Cipher, SecretTooShort, Unreadable
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db
from services.kit.settings import Settings

CA_FILE = "CRM_ACCOUNTING_CA_FILE"
_PURPOSE = "crm.deals accounting passwords"
# The gateway waits for 5 s; a job may wait longer, as 1C does when it recalculates.
OF_A_PERSON_S, OF_A_JOB_S = 4.0, 20.0


class PasswordFormat(InvalidArgument):
    reason = "ACCOUNTING_PASSWORD"


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings

    def accounting(self, chosen: AccountingSettings, patience: float = OF_A_JOB_S) -> Accounting:
        """Another kind of accounting is another class, chosen here."""
        channel = Channel(
            url=chosen.url,
            login=chosen.login,
            password=self._password(chosen),
            networks=address.networks(self.settings),
            ca_file=self.settings.text(CA_FILE, ""),
            patience=patience,
        )
        return OData(channel, chosen.objects)

    def test(self, db: Db) -> list[Organization]:
        """Asks whatever happened before; raises what came of it."""
        return self.accounting(store.settings(db), OF_A_PERSON_S).organizations()

    def sealed(self, db: Db, password: str) -> bytes:
        if not password:
            return b""
        if len(password) > LONGEST_PASSWORD or not password.isprintable():
            text = f"At most {LONGEST_PASSWORD} characters that can be printed"
            raise PasswordFormat(text, field="password")
        return self._cipher().seal(password.encode(), store.settings_name(db))

    def _password(self, chosen: AccountingSettings) -> str:
        if not chosen.sealed_password:
            raise PasswordMissing("There is no password of accounting yet")
        try:
            return self._cipher().open(chosen.sealed_password, chosen.name).decode()
        except Unreadable as error:
            text = "The password was sealed with another CRM_SECRET_KEY"
            raise PasswordUnreadable(text) from error

    def _cipher(self) -> Cipher:
        try:
            return Cipher(self.settings.text("CRM_SECRET_KEY", ""), _PURPOSE)
        except SecretTooShort as error:
            raise SecretMissing(str(error)) from error
