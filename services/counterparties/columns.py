"""The columns of an exported list, headed so that the import desk knows them again (pure)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from services.counterparties.custom_fields.custom_field import CustomField, Type
from services.kit import structs, wire
from services.kit.money import Money


class Column(NamedTuple):
    ru: str
    en: str
    # Of the message as its reader may see it, and the display names of segments.
    value: Callable[[Any, Mapping[str, str]], str]


_WORDS = {
    "LEGAL": ("Юридическое лицо", "Company"),
    "SOLE_PROPRIETOR": ("Индивидуальный предприниматель", "Sole proprietor"),
    "INDIVIDUAL": ("Физическое лицо", "Person"),
    "POTENTIAL": ("Потенциальный", "Potential"),
    "EXISTING": ("Действующий", "Existing"),
}


_YES_NO = (("Да", "Нет"), ("Yes", "No"))


def headings(language: str, own: Sequence[CustomField]) -> list[str]:
    """`own`: the tenant's fields, behind ours."""
    ours = [column.en if language == "en" else column.ru for column in COLUMNS]
    return [*ours, *(field.display_name for field in own)]


def cells(
    message: Any, segments: Mapping[str, str], language: str, own: Sequence[CustomField]
) -> list[str]:
    values = [column.value(message, segments) for column in COLUMNS]
    ours = [_WORDS[v][language == "en"] if v in _WORDS else v for v in values]
    if not own:
        return ours
    given = structs.read(message.custom_fields)
    return [*ours, *(_own(field, given.get(field.key), language) for field in own)]


def _own(field: CustomField, value: Any, language: str) -> str:
    """As people write it, and as the import desk reads it."""
    if value is None:
        return ""
    match field.type:
        case Type.BOOLEAN:
            return _YES_NO[language == "en"][not value]
        case Type.DATE:
            return ".".join(reversed(value.split("-")))
        case Type.MONEY:
            amount, currency = value["amount"].replace(".", ","), value["currency"]
            return amount if currency == "RUB" else f"{amount} {currency}"
        case Type.NUMBER:
            return str(value).replace(".", ",")
        case Type.LIST:
            return field.labels.get(value, "")
        case Type.MULTI_LIST:
            return "; ".join(field.labels.get(each, "") for each in value)
        case _:
            return str(value)


def _text(field: str) -> Callable[[Any, Mapping[str, str]], str]:
    return lambda message, _: str(getattr(message, field) or "")


def _enum(field: str) -> Callable[[Any, Mapping[str, str]], str]:
    def value(message: Any, _: Mapping[str, str]) -> str:
        enum = message.DESCRIPTOR.fields_by_name[field].enum_type
        return wire.enum_names(enum)[getattr(message, field)]

    return value


def _date(field: str) -> Callable[[Any, Mapping[str, str]], str]:
    def value(message: Any, _: Mapping[str, str]) -> str:
        day = getattr(message, field)
        return f"{day.day:02}.{day.month:02}.{day.year}" if message.HasField(field) else ""

    return value


def _joined(texts: Iterable[str], separator: str = ", ") -> str:
    return separator.join(filter(None, texts))


def _phones(message: Any, _: Mapping[str, str]) -> str:
    return _joined(
        f"{p.number} доб. {p.extension}" if p.extension else p.number for p in message.phones
    )


def _emails(message: Any, _: Mapping[str, str]) -> str:
    return _joined(email.address for email in message.emails)


def _address(number: int) -> Callable[[Any, Mapping[str, str]], str]:
    def value(message: Any, _: Mapping[str, str]) -> str:
        return next((a.text for a in message.addresses if a.kind == number), "")

    return value


def _account(field: str) -> Callable[[Any, Mapping[str, str]], str]:
    def value(message: Any, _: Mapping[str, str]) -> str:
        return getattr(message.bank_accounts[0], field) if message.bank_accounts else ""

    return value


def _capital(message: Any, _: Mapping[str, str]) -> str:
    if not message.HasField("capital"):
        return ""
    field = message.DESCRIPTOR.fields_by_name["capital"]
    money: Money = wire.read_field(field, message)
    return f"{money.amount:.2f}".replace(".", ",")


def _segments(message: Any, segments: Mapping[str, str]) -> str:
    return _joined(segments.get(name, "") for name in message.segments)


def _last_name_first(message: Any, _: Mapping[str, str]) -> str:
    name = message.person_name
    return _joined((name.family_name, name.given_name, name.middle_name), " ")


COLUMNS = (
    Column("Наименование", "Name", _text("display_name")),
    Column("Полное наименование", "Full name", _text("full_name")),
    Column("Вид", "Kind", _enum("kind")),
    Column("Рынок", "Market", _enum("market_state")),
    Column("ИНН", "INN", _text("inn")),
    Column("КПП", "KPP", _text("kpp")),
    Column("ОГРН", "OGRN", _text("ogrn")),
    Column("Дата регистрации", "Registration date", _date("registration_date")),
    Column("Фамилия Имя Отчество", "Person", _last_name_first),
    Column("Дата рождения", "Birth date", _date("birth_date")),
    Column("Телефон", "Phone", _phones),
    Column("E-mail", "E-mail", _emails),
    Column("Сайт", "Website", _text("website")),
    Column("Юридический адрес", "Legal address", _address(1)),
    Column("Фактический адрес", "Actual address", _address(2)),
    Column("Почтовый адрес", "Postal address", _address(3)),
    Column("Сфера деятельности", "Industry", _text("industry")),
    Column("Численность", "Headcount", _text("headcount")),
    Column("Уставный капитал", "Capital", _capital),
    Column("Территория", "Territory", _text("territory")),
    Column("Расчётный счёт", "Account", _account("account")),
    Column("БИК", "BIC", _account("bic")),
    Column("Корр. счёт", "Correspondent account", _account("correspondent_account")),
    Column("Сегменты", "Segments", _segments),
    Column("Менеджер", "Manager", _text("owner_display_name")),
    Column("Комментарий", "Comment", _text("comment")),
)
