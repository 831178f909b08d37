"""Statements of the kinds that the customer has, with other numbers, words, encodings and orders.

Each document is made together with what has to become of it, so nothing here asks the rules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from services.deals.invoices.number import number_key
from services.deals.payments.matching import Bill

LATIN = str.maketrans("АВСЕНКМОРТХасеорх", "ABCEHKMOPTXaceopx")
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня", "июля"),
    *("августа", "сентября", "октября", "ноября", "декабря"),
)
ENCODINGS = (("cp1251", "Windows"), ("cp866", "DOS"), ("utf-8", "Windows"), ("utf-8-sig", "UTF-8"))
Fields = dict[str, str]


@dataclass
class Told:
    """A document and what has to become of it."""

    fields: Fields
    decision: str
    shares: dict[str, int] = field(default_factory=dict)
    advance: int = 0


@dataclass
class World:
    random: Random
    own: tuple[str, str] = ("", "")
    bills: dict[str, Bill] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = (self.account(), self.account())
        inns = [self.digits(self.random.choice((10, 12))) for _ in range(5)]
        for n in range(40):
            made = self.bill(f"invoices/{n}", self.random.choice(inns), n)
            self.bills[made.name], self.left[made.name] = made, made.balance
        for twin in self.random.sample(sorted(self.bills), 3):
            # The same number a year before.
            known = self.bills[twin]
            earlier = known.day.replace(day=min(known.day.day, 28), year=known.day.year - 1)
            made = replace(known, name=f"{twin}-old", day=earlier, balance=known.balance + 777)
            self.bills[made.name], self.left[made.name] = made, made.balance

    def bill(self, name: str, inn: str, n: int) -> Bill:
        number = self.random.choice(
            ("{}", "{}", "000{}", "А-{}", "СЧ-0{}", "2026-00{}", "{}/1", "{}-КМ")
        )
        number = number.format(100 + n)
        day = date(2026, 8, 1) + timedelta(days=self.random.randrange(80))
        return Bill(
            name=name,
            number=number,
            key=number_key(number),
            day=day,
            buyer_inn=inn,
            balance=self.random.randrange(100, 50_000_000) * 2 + n % 2,
        )

    def digits(self, count: int) -> str:
        return str(self.random.randrange(1, 9)) + "".join(
            str(self.random.randrange(10)) for _ in range(count - 1)
        )

    def account(self) -> str:
        return "40702810" + self.digits(12)

    def open(self, single: bool = True) -> Bill:
        """With something to pay; of a number that only one has, unless said otherwise."""
        keys = [each.key for each in self.bills.values()]
        found = [
            bill
            for name, bill in sorted(self.bills.items())
            if self.left[name] > 1000 and (not single or keys.count(bill.key) == 1)
        ]
        return self.random.choice(found)

    # --- words ---------------------------------------------------------------------------------

    def day(self, day: date) -> str:
        written = (
            f"{day:%d.%m.%Y}",
            f"{day:%d.%m.%y}",
            f"{day.day}.{day.month}.{day:%y}",
            f"{day.day} {MONTHS[day.month - 1]} {day.year} г.",
            f"{day:%d/%m/%Y}",
        )
        return self.random.choice(written)

    def number(self, bill: Bill) -> str:
        bare = bill.number.removeprefix("СЧ-")
        known = [bill.number, bare, bare.lower(), bare.translate(LATIN)]
        if bare.isdigit():
            known += [bare.lstrip("0"), bare.zfill(7), f"СЧ-{bare}"]
        return self.random.choice(known)

    def named(self, bill: Bill, dated: bool = True) -> str:
        mark = self.random.choice(("№ ", "№", "N ", "NO ", "#", "", "№"))
        on = self.random.choice((" от ", "от", " ОТ ")) if bill.number[-1].isdigit() else " от "
        return mark + self.number(bill) + (on + self.day(bill.day) if dated else "")

    def about(self, bill: Bill, dated: bool = True) -> str:
        word = self.random.choice(
            (
                "по счету ",
                "по счёту ",
                "сч. ",
                "сч.",
                "счет ",
                "по сч ",
                "по счету на оплату ",
                "счета: ",
            )
        )
        return self.said(word + self.named(bill, dated))

    def said(self, text: str) -> str:
        before = self.random.choice(("Оплата ", "", "Предоплата 50% ", "По договору № 7-П "))
        after = self.random.choice(
            ("", ". НДС 22% 1239-34", " за товар, в т.ч. НДС (22%) 95,10 руб.", ", НДС 10% включен")
        )
        text = before + text + after
        how = self.random.randrange(4)
        if how == 0:
            return text.upper()
        return text.translate(LATIN) if how == 1 else text

    # --- documents -----------------------------------------------------------------------------

    def fields(self, inn: str, amount: int, purpose: str) -> Fields:
        return {
            "Номер": str(self.random.randrange(1, 999_999)),
            "Дата": f"{date(2026, 11, 1) + timedelta(days=self.random.randrange(20)):%d.%m.%Y}",
            "Сумма": f"{amount // 100}.{amount % 100:02}",
            "ПлательщикСчет": self.account(),
            "Плательщик": "ООО Покупатель",
            "ПлательщикИНН": inn,
            "ПлательщикКПП": self.digits(9),
            "ПолучательСчет": self.own[0],
            "ДатаПоступило": "12.11.2026",
            "НазначениеПлатежа": purpose,
            "Неизвестное": "и что с ним делать",
        }

    def paid(self, fields: Fields, shares: dict[str, int], advance: int = 0) -> Told:
        for name, amount in shares.items():
            self.left[name] -= amount
        return Told(fields, "AUTO", shares, advance)

    def manual(self, fields: Fields) -> Told:
        return Told(fields, "MANUAL")

    def by_date(self) -> Told:
        bill = self.open(single=False)
        left = self.left[bill.name]
        amount = self.random.choice((left, left - self.random.randrange(1, 900), left + 12_345))
        fields = self.fields(bill.buyer_inn, amount, self.about(bill))
        return self.paid(fields, {bill.name: min(left, amount)}, max(0, amount - left))

    def by_number(self) -> Told:
        bill = self.open()
        left = self.left[bill.name]
        wrong = replace(bill, day=bill.day + timedelta(days=1))
        text = self.random.choice((self.about(bill, dated=False), self.about(wrong)))
        if self.random.random() < 0.5:
            return self.paid(self.fields(bill.buyer_inn, left, text), {bill.name: left})
        return self.manual(self.fields(bill.buyer_inn, left + self.random.choice((-7, 7)), text))

    def of_two_years(self) -> Told:
        old = self.random.choice([n for n in sorted(self.bills) if n.endswith("-old")])
        pair = (old, old.removesuffix("-old"))
        name = self.random.choice(pair)
        bill, left = self.bills[name], self.left[name]
        if not left or self.left[pair[0]] == self.left[pair[1]]:
            return self.by_date()
        fields = self.fields(bill.buyer_inn, left, self.about(bill, dated=False))
        return self.paid(fields, {name: left})

    def several(self) -> Told:
        first = self.open()
        keys = [each.key for each in self.bills.values()]
        others = [
            bill
            for bill in self.bills.values()
            if bill.buyer_inn == first.buyer_inn and self.left[bill.name] and bill != first
        ]
        chosen = [first, *[bill for bill in others if keys.count(bill.key) == 1][:2]]
        if len(chosen) == 1:
            return self.by_date()
        dated = self.random.random() < 0.5
        joint = self.random.choice((", ", " и ", "; ", ","))
        if joint == " и " or not all(bill.number[-1].isdigit() for bill in chosen):
            joint = " и "
        word = self.random.choice(("по счетам ", "счета №№ ", "по сч. "))
        text = self.said(word + joint.join(self.named(bill, dated).strip("№# ") for bill in chosen))
        total = sum(self.left[bill.name] for bill in chosen)
        if self.random.random() < 0.7:
            shares = {bill.name: self.left[bill.name] for bill in chosen}
            return self.paid(self.fields(first.buyer_inn, total, text), shares)
        return self.manual(self.fields(first.buyer_inn, total + self.random.choice((-3, 3)), text))

    def without_number(self) -> Told:
        bill = self.open(single=False)
        left = self.left[bill.name]
        texts = (
            "за товар",
            f"по договору № {bill.number} от 01.02.2026",
            f"по УПД № {bill.number}",
        )
        text = self.said(self.random.choice((*texts, f"по счету-фактуре № {bill.number}")))
        amount = self.random.choice((left, left + 5))
        fields = self.fields(bill.buyer_inn, amount, text)
        of_sum = [
            each.name
            for each in self.bills.values()
            if each.buyer_inn == bill.buyer_inn and self.left[each.name] == amount
        ]
        return self.paid(fields, {of_sum[0]: amount}) if len(of_sum) == 1 else self.manual(fields)

    def not_his(self) -> Told:
        bill = self.open()
        others = [b.buyer_inn for b in self.bills.values() if b.buyer_inn != bill.buyer_inn]
        inn = self.random.choice((self.random.choice(others), self.digits(10), "", "0"))
        return self.manual(self.fields(inn, self.left[bill.name], self.about(bill)))

    def for_another(self) -> Told:
        bill = self.open()
        whom = self.random.choice(('ООО "Ромашка"', "ИП Петрова А.А.", "АО Лютик", "третье лицо"))
        text = f"Оплата за {whom} по счету № {bill.number} от {bill.day:%d.%m.%Y}"
        return self.manual(self.fields(bill.buyer_inn, self.left[bill.name], text))

    def paid_before(self) -> Told:
        done = [bill for name, bill in self.bills.items() if not self.left[name]]
        if not done:
            return self.by_date()
        bill = self.random.choice(done)
        return self.manual(self.fields(bill.buyer_inn, bill.balance, self.about(bill)))

    def named_in_his_name(self) -> Told:
        told = self.by_date()
        inn = told.fields.pop("ПлательщикИНН")
        told.fields["Плательщик"] = f"ИНН {inn} ООО Покупатель"
        return told

    def outgoing(self) -> Told:
        bill = self.open()
        fields = self.fields("7799071623", 5_000, self.about(bill))
        fields |= {"ПлательщикСчет": self.own[0], "ПолучательСчет": self.account()}
        fields["ДатаСписано"] = fields.pop("ДатаПоступило")
        return Told(fields, "OUTGOING")

    def internal(self) -> Told:
        fields = self.fields("7799071623", 5_000, "Перевод собственных средств")
        return Told(fields | {"ПлательщикСчет": self.own[1]}, "INTERNAL")

    def not_executed(self) -> Told:
        bill = self.open()
        fields = self.fields(bill.buyer_inn, self.left[bill.name], self.about(bill))
        fields["ДатаПоступило"] = self.random.choice(("", "  .  .    "))
        return Told(fields, "SKIP")

    def statements(self) -> list[tuple[bytes, list[Told]]]:
        makers: list[Callable[[], Told]] = [
            *(self.by_date, self.by_date, self.by_number, self.of_two_years, self.several),
            *(self.without_number, self.not_his, self.for_another, self.paid_before),
            *(self.named_in_his_name, self.outgoing, self.internal, self.not_executed),
        ]
        made: list[tuple[bytes, list[Told]]] = []
        known: list[Told] = []
        for _ in range(3):
            again = self.random.sample(known, min(3, len(known)))
            repeats = [Told(dict(each.fields), "DUPLICATE") for each in again]
            told = repeats + [self.random.choice(makers)() for _ in range(8)]
            known += [each for each in told if each.decision not in ("SKIP", "DUPLICATE")]
            made.append((self.file(told), told))
        return made

    # --- the file ------------------------------------------------------------------------------

    def file(self, told: list[Told]) -> bytes:
        encoding, said = self.random.choice(ENCODINGS)
        lines = [
            *("1CClientBankExchange", "ВерсияФормата=1.03", f"Кодировка={said}"),
            *("Отправитель=БАНК", "ДатаСоздания=20.11.2026", f"РасчСчет={self.own[0]}"),
            *("СекцияРасчСчет", f"РасчСчет={self.own[0]}", "КонецРасчСчет"),
        ]
        for each in told:
            lines += [
                "СекцияДокумент=Платежное поручение",
                *self.lines(each.fields),
                "КонецДокумента",
            ]
        ending = self.random.choice(("\r\n", "\n", "\r"))
        return (ending.join([*lines, "КонецФайла"]) + self.random.choice(("", ending))).encode(
            encoding
        )

    def lines(self, fields: Fields) -> list[str]:
        fields = dict(fields)
        how = self.random.randrange(3)
        if how and len(fields["НазначениеПлатежа"]) > 20:
            words = fields["НазначениеПлатежа"].split(" ")
            if how == 1:
                del fields["НазначениеПлатежа"]
            size = max(1, len(words) // 3)
            for n, at in enumerate(range(0, len(words), size), 1):
                # The last one takes the rest: there are six.
                piece = words[at : at + size] if n < 6 else words[at:]
                fields[f"НазначениеПлатежа{n}"] = " ".join(piece)
                if n == 6:
                    break
        lines = [f"{key}={value}" for key, value in fields.items()]
        self.random.shuffle(lines)
        return lines
