"""What the columns of a file become: recognised by their headers, in Russian and English (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What clients the file holds."""

    LEGAL = "LEGAL"
    INDIVIDUAL = "INDIVIDUAL"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A column of the file and the field it becomes; no field = ignored."""

    column: str
    field: str = ""
    samples: tuple[str, ...] = ()


# What an exported list says of who took it out: known, and passed over.
WATERMARK = "watermark"
# field -> headers, as `plain` leaves them. The first field to claim a header gets it.
_BOTH = {
    WATERMARK: "выгрузил|exported by",
    "inn_kpp": "инн/кпп|инн / кпп|инн кпп|inn/kpp",
    "inn": "инн|инн клиента|инн контрагента|инн организации|инн юр лица|инн физ лица|"
    "налоговый номер|идентификационный номер налогоплательщика|inn|tin|tax id|taxpayer number|"
    "tax number|vat id|vat number",
    "phones": "телефон|телефоны|тел|номер телефона|номера телефонов|контактный телефон|"
    "контактные телефоны|рабочий телефон|основной телефон|телефон компании|телефон организации|"
    "телефон клиента|телефон рабочий|городской телефон|телефон/факс|тел/факс|phone|phones|"
    "phone number|phone numbers|telephone|tel|work phone|office phone|company phone|main phone",
    "emails": "e-mail|email|emails|e mail|e-mails|е-mail|еmail|емейл|имейл|мейл|мыло|почта|"
    "эл почта|электронная почта|адрес электронной почты|электронный адрес|эл адрес|"
    "email компании|e-mail организации|email address|e-mail address|mail",
    "website": "сайт|веб сайт|веб-сайт|вебсайт|адрес сайта|интернет сайт|сайт компании|"
    "web|www|url|site|website|web site|web page|homepage",
    "legal_address": "юридический адрес|юр адрес|юрид адрес|адрес юридический|адрес юр|"
    "адрес регистрации|адрес прописки|прописка|место регистрации|юридический адрес организации|"
    "legal address|registered address|registration address|адрес по егрюл|адрес места нахождения|"
    "местонахождение|место нахождения",
    "actual_address": "адрес|фактический адрес|факт адрес|адрес фактический|адрес факт|"
    "адрес проживания|место жительства|адрес клиента|адрес офиса|адрес доставки|"
    "адрес организации|адрес компании|address|actual address|office address|street address|"
    "home address|delivery address",
    "postal_address": "почтовый адрес|адрес почтовый|адрес для писем|адрес для корреспонденции|"
    "postal address|mailing address",
    "territory": "территория|регион|город|область|населенный пункт|город/регион|territory|region|"
    "city|town|location",
    "bank_account": "расчетный счет|р/с|р с|рс|р/счет|р/сч|рсчет|расч счет|номер счета|"
    "расчетный счет организации|счет|банковский счет|account|bank account|account number|"
    "settlement account|current account",
    "bic": "бик|бик банка|банк бик|bic|bik|bank code",
    "correspondent_account": "корр счет|к/с|к с|кс|кор счет|корсчет|коррсчет|"
    "корреспондентский счет|"
    "корр счет банка|к/счет|correspondent account|corr account|correspondent acc",
    "bank_name": "банк|наименование банка|название банка|bank|bank name",
    "industry": "сфера деятельности|отрасль|вид деятельности|основной вид деятельности|"
    "деятельность|направление деятельности|сфера|industry|line of business|business area",
    "comment": "комментарий|комментарии|примечание|примечания|заметка|заметки|описание|"
    "дополнительно|доп информация|дополнительная информация|comment|comments|note|notes|"
    "description|remarks|remark",
    "particulars": "особенности|предпочтения|увлечения|хобби|подарки|particulars|preferences",
    "marketing_consent": "согласие на рассылку|согласие на рассылки|согласие|рассылка|"
    "согласен на рассылку|согласие на рекламу|согласие на рекламную рассылку|подписка|"
    "разрешена рассылка|marketing consent|consent|newsletter|opt in|opt-in|marketing",
    "ogrn": "огрн|огрнип|огрн/огрнип|огрн (огрнип)|огрн огрнип|огрн или огрнип|рег номер|"
    "регистрационный номер|основной государственный регистрационный номер|ogrn|ogrnip|"
    "registration number|state registration number|psrn",
}
_LEGAL = {
    "display_name": "наименование|название|рабочее наименование|краткое наименование|"
    "сокращенное наименование|наименование организации|название организации|"
    "название компании|наименование компании|наименование контрагента|контрагент|клиент|компания|"
    "организация|фирма|предприятие|имя|покупатель|заказчик|партнер|название клиента|"
    "наименование клиента|короткое название|краткое название|name|company|company name|"
    "organization|organisation|client|customer|account name|display name|short name|customer name",
    "full_name": "полное наименование|полное название|юридическое наименование|"
    "юридическое название|официальное наименование|наименование полное|название полное|"
    "полное наименование организации|юридическое лицо|юр лицо|юрлицо|"
    "full name|legal name|official name|full company name",
    "kpp": "кпп|кпп организации|код причины постановки|код причины постановки на учет|kpp|"
    "tax registration reason|trrc",
    "headcount": "численность|численность сотрудников|количество сотрудников|кол-во сотрудников|"
    "число сотрудников|сотрудников|штат|персонал|среднесписочная численность|headcount|employees|"
    "number of employees|staff|company size",
    "capital": "уставный капитал|уставной капитал|капитал|уставный капитал руб|charter capital|"
    "capital|authorized capital|authorised capital|share capital",
    "registration_date": "дата регистрации|дата гос регистрации|дата государственной регистрации|"
    "зарегистрирована|зарегистрирован|дата создания|дата основания|дата присвоения огрн|"
    "registration date|registered|date of registration|founded|incorporation date",
    "contact_name": "контактное лицо|контакт|контактное лицо фио|фио контактного лица|"
    "фио контакта|имя контакта|контактные лица|представитель|лпр|фио лпр|руководитель|директор|"
    "генеральный директор|фио руководителя|фио директора|ответственное лицо|фио|contact|"
    "contact person|contact name|primary contact|representative|ceo|director",
    "contact_job_title": "должность|должность контактного лица|должность контакта|"
    "должность лпр|должность руководителя|position|job title|title|role|contact position",
    "contact_phones": "моб телефон|мобильный телефон|мобильный|сотовый|сотовый телефон|моб|моб тел|"
    "телефон мобильный|телефон контактного лица|телефон контакта|телефон лпр|телефон руководителя|"
    "личный телефон|mobile|mobile phone|cell|cell phone|contact phone|phone of contact|"
    "contact mobile",
    "contact_emails": "email контактного лица|e-mail контактного лица|почта контактного лица|"
    "email контакта|e-mail контакта|личная почта|contact email|contact e-mail|personal email",
}
_INDIVIDUAL = {
    "person_name": "фио|ф и о|ф.и.о|фамилия имя отчество|фамилия, имя, отчество|фамилия и имя|"
    "фамилия имя|имя фамилия|клиент|покупатель|контрагент|контакт|наименование|полное имя|"
    "фио клиента|фио покупателя|имя клиента|full name|name|client|customer|customer name|person|"
    "contact name|client name|физическое лицо|физ лицо|физлицо",
    "family_name": "фамилия|фамилия клиента|last name|surname|family name|lastname",
    "given_name": "имя|first name|given name|firstname|forename",
    "middle_name": "отчество|middle name|patronymic|middlename|second name",
    "birth_date": "дата рождения|день рождения|д/р|др|родился|родилась|дата рожд|birth date|"
    "birthdate|date of birth|dob|birthday",
    "snils": "снилс|страховой номер|snils",
    "passport_number": "паспорт|серия и номер паспорта|номер паспорта|паспорт серия и номер|"
    "паспорт серия номер|паспортные данные|passport|passport number",
    "passport_issue_date": "дата выдачи|дата выдачи паспорта|паспорт выдан дата|когда выдан|"
    "passport issue date|issue date",
    "passport_issuer": "кем выдан|паспорт выдан|паспорт кем выдан|кем выдан паспорт|"
    "passport issuer|"
    "issued by",
    "passport_issuer_code": "код подразделения|passport issuer code|issuer code",
    "phones": "моб телефон|мобильный телефон|мобильный|сотовый|сотовый телефон|моб|моб тел|"
    "телефон мобильный|домашний телефон|mobile|mobile phone|cell|cell phone|home phone",
}
FIELDS = {
    Kind.LEGAL: frozenset(_BOTH) | frozenset(_LEGAL),
    Kind.INDIVIDUAL: frozenset(_BOTH) | frozenset(_INDIVIDUAL),
}
# Several columns may become one of these: «Телефон 1», «Телефон 2».
SEVERAL = frozenset(
    {"phones", "emails", "contact_phones", "contact_emails", "comment", "particulars", WATERMARK}
)
_ODD = str.maketrans({"ё": "е", "\u00a0": " ", "\u202f": " ", "_": " ", "\\": "/", "–": "-"})
_SIGNS = re.compile(r"[.:;*№#\"'«»?!]+")
_SPACES = re.compile(r"\s+")
_UNITS = re.compile(r"[,(]\s*(?:руб|чел|шт|тыс|rub|₽)[^)]*\)?\s*$")
_NUMBERED = re.compile(r"^(.*?\D)[\s(]*\d{1,2}\)?$")


def plain(header: str) -> str:
    """A header without what does not matter: case, ё, dots, spaces, units of measure."""
    text = header.translate(_ODD).lower().translate(_ODD)
    text = _SIGNS.sub(" ", _UNITS.sub("", text))
    return _SPACES.sub(" ", text).strip()


def _by_header(*tables: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in tables:
        for field, headers in table.items():
            found.setdefault(plain(field), field)
            for header in headers.split("|"):
                found.setdefault(plain(header), field)
    return found


_HEADERS = {
    Kind.LEGAL: _by_header(_LEGAL, _BOTH),
    Kind.INDIVIDUAL: _by_header(_INDIVIDUAL, _BOTH),
}


def field_of(header: str, kind: Kind) -> str:
    """The field a header names, or ""."""
    headers = _HEADERS[kind]
    text = plain(header)
    found = headers.get(text, "")
    if found:
        return found
    numbered = _NUMBERED.match(text)
    if numbered:
        again = headers.get(numbered[1].strip(), "")
        return again if again in SEVERAL else ""
    return ""


def mapping_of(
    columns: Sequence[str], kind: Kind, custom: Mapping[str, str] | None = None
) -> tuple[ColumnMapping, ...]:
    """The mapping by headers; a field that takes one column goes to the first that names it.

    `custom`: the tenant's own fields by header, before ours: it named them so itself.
    """
    given: set[str] = set()
    mapped: list[ColumnMapping] = []
    for column in columns:
        field = (custom or {}).get(plain(column)) or field_of(column, kind)
        if field in given and field not in SEVERAL:
            field = ""
        given.add(field)
        mapped.append(ColumnMapping(column, field))
    return tuple(mapped)


def unique(headers: Sequence[str]) -> tuple[str, ...]:
    """Names of columns: headers in one line, empty ones by number, repeated ones told apart."""
    taken: set[str] = set()
    names: list[str] = []
    for place, header in enumerate(headers, start=1):
        base = _SPACES.sub(" ", header.replace("\u00a0", " ")).strip()[:200] or f"#{place}"
        name, copy = base, 2
        while name in taken:
            name, copy = f"{base} ({copy})", copy + 1
        taken.add(name)
        names.append(name)
    return tuple(names)
