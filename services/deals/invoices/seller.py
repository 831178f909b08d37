"""A seller [своя фирма]: one of our firms, whose invoices are paid to its accounts (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from stdnum.ru import inn as inns

from services.deals.amounts import ROUBLES
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.texts import line, line_problems, many_problems, required

LONGEST_NAME, MOST_SELLERS, MOST_ACCOUNTS = 250, 50, 50
_ACCOUNT = re.compile(r"\d{20}", re.ASCII)
_KPP = re.compile(r"\d{4}[\dA-Z]{2}\d{3}", re.ASCII)
# The digits of an account that say its currency, as the classifier of currencies numbers them.
_NUMBERED = (
    "810:RUB 643:RUB 840:USD 978:EUR 156:CNY 826:GBP 756:CHF 392:JPY 344:HKD 356:INR 784:AED "
    "949:TRY 933:BYN 398:KZT 417:KGS 051:AMD 860:UZS 944:AZN 972:TJS 934:TMT 981:GEL 498:MDL"
)
_CURRENCIES = {each[:3]: each[4:] for each in _NUMBERED.split()}
# As ISO calls what is no currency: no invoice is in it, so nothing is put to any by itself.
_NO_CURRENCY = "XXX"


class SellerDefault(FailedPrecondition):
    """One is the default one: make another one that instead."""

    reason = "SELLER_DEFAULT"


class TooManySellers(FailedPrecondition):
    reason = "SELLERS_TOO_MANY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    name: str
    display_name: str = ""
    inn: str = ""
    kpp: str = ""
    accounts: tuple[str, ...] = ()
    default: bool = False
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "Seller":
        accounts = ("".join(each.split()) for each in self.accounts)
        return replace(
            self,
            display_name=line(self.display_name),
            inn="".join(self.inn.split()),
            kpp="".join(self.kpp.split()),
            accounts=tuple(dict.fromkeys(each for each in accounts if each)),
        )

    def problems(self) -> Iterator[Violation]:
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, LONGEST_NAME)
        if not self.inn:
            yield required("inn")
        elif not inns.is_valid(self.inn):
            text = "10 digits of a company, 12 of a person, with the right check digits."
            yield Violation("inn", "INN_CHECKSUM", text)
        if self.kpp and not _KPP.fullmatch(self.kpp):
            yield Violation("kpp", "KPP_FORMAT", "9 characters such as 770101001.")
        yield from many_problems("accounts", len(self.accounts), MOST_ACCOUNTS)
        for at, account in enumerate(self.accounts):
            if not _ACCOUNT.fullmatch(account):
                yield Violation(f"accounts[{at}]", "ACCOUNT_LENGTH", "An account has 20 digits.")


def currency_of(account: str) -> str:
    if not _ACCOUNT.fullmatch(account):
        return ROUBLES
    return _CURRENCIES.get(account[5:8], _NO_CURRENCY)
