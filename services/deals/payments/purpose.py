"""Which invoices the purpose of a payment names, and whether it is paid for somebody else (pure).

People type purposes: in capitals or not, with Latin letters among Russian ones, without spaces,
with numbers of contracts, waybills, tax invoices [счёт-фактура] and accounts beside those of
invoices. What is not clearly the number of an invoice is none: it would be money in a wrong place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from services.deals.invoices.number import number_key, plain

LONGEST = 2_000
_LONGEST_WORD = 40
_KEY = re.compile(r"[0-9A-ZА-Я]+")

_MONTHS = ("ЯНВ", "ФЕВ", "МАР", "АПР", "МА", "ИЮН", "ИЮЛ", "АВГ", "СЕН", "ОКТ", "НОЯ", "ДЕК")
_MONTH = r"(?:ЯНВ|ФЕВ|МАР|АПР|МА[ЙЯ]|ИЮН|ИЮЛ|АВГ|СЕН|ОКТ|НОЯ|ДЕК)[А-Я]*\.?"
_DATE = (
    r"(?:(?P<y1>20\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)"
    r"|(?P<d2>\d{1,2})\s?[./-]\s?(?P<m2>\d{1,2})\s?[./-]\s?(?P<y2>20\d\d|\d\d)"
    rf"|(?P<d3>\d{{1,2}})[\"»]?\s*(?P<w3>{_MONTH})\s*(?P<y3>20\d\d|\d\d)"
    r"|\d{1,2}\.\d{1,2}(?![\d.]))(?!\d)(?:\s*Г(?:ОДА|\.)?(?![А-Я]))?"
)
_ON = re.compile(rf"\s*[(,]?\s*(?:ОТ|ДАТА)\s*[.:]?\s*[\"«]?\s*{_DATE}\s*\)?")
_ON_PLAIN = re.compile(rf"\s*\(?\s*{_DATE}\s*\)?")
_ONLY_DATE = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?")

# The word for an invoice; also what it has in common with others' accounts and tax invoices.
_INVOICE = re.compile(
    r"(?<![А-ЯA-Z])(?:СЧЕТ(?:А|У|ОМ|Е|Ы|ОВ|АМ|АМИ|АХ)?|СЧ[-/]?Т[АУ]?|СЧ|ИНВОЙС[АУ]?|INVОIСЕ)(?![А-ЯA-Z])"
    r"(?![\s./-]*Ф(?:АКТ|-?Р|[\s.№N#]|$))"
    r"(?:\s*-\s*(?:ОФЕРТ|ДОГОВОР|ЗАКАЗ|СПЕЦИФИК|ПРОФОРМ)[А-Я]*|\s+ОФЕРТ[А-Я]*)?"
    r"(?:\s*\.?\s*(?:НА|ДЛЯ)\s*(?:(?:ПРЕД|ДО)?ОПЛ|АВАНС)[А-Я]*\.?)?"
    r"(?:\s+(?:ПОКУПАТЕЛ|КЛИЕНТ)[А-Я]*)?"
)
_ACCOUNT = re.compile(
    r"(?<![А-Я])(?:РАСЧЕТН[А-Я]*|РАСЧ|РАС|ЛИЦ(?:ЕВ[А-Я]*)?|КОРР?(?:ЕСП[А-Я]*)?|ТЕК(?:УЩ[А-Я]*)?"
    r"|БАНК(?:ОВСК[А-Я]*)?|ДЕПОЗИТН[А-Я]*|ССУДН[А-Я]*|СПЕЦ[А-Я]*|КАРТ(?:ОЧН[А-Я]*)?|ТРАНЗИТН[А-Я]*"
    r"|ВАЛЮТН[А-Я]*|АБОНЕНТСК[А-Я]*|[РЛКТ](?=[/.-]))[\s./-]*$"
)
# Possessive: of a thousand of them no part is tried again.
_MARK = r"(?:№++|N++[О°º]?\.?|#|\?|НОМЕР[А-Я]*|НОМ\.)"
_PART = r"[0-9A-ZА-Я]{1,20}"
_NUMBER = (
    r"(?!(?:ОТ|ЗА|НА|ПО|НДС|И|В|С|К|ДЛЯ|БЕЗ|ИНН|КПП)(?![А-ЯA-Z0-9-]))"
    rf"(?P<number>(?:[А-ЯA-Z]{{1,6}}\s?-\s?(?=\d))?{_PART}(?:(?:-|\s?/\s?|\.(?=\d)){_PART}){{0,9}})"
)
_NUMBER_WITH_SPACE = (
    r"(?!(?:ОТ|ЗА|НА|ПО|НДС|И|В|С|К|ДЛЯ|БЕЗ|ИНН|КПП)(?![А-ЯA-Z0-9-]))"
    r"(?P<spaced>[А-ЯA-Z]{1,4}\s\d+(?:/\d+)?)(?![\d.])"
)
_MARKED = re.compile(rf"[\s.:(-]*(?:{_MARK}[\s.:]*){{1,2}}(?:{_NUMBER_WITH_SPACE}|{_NUMBER})")
_UNMARKED = re.compile(rf"[\s.:(-]*{_NUMBER}")
_AND = re.compile(r"\s*\)?\s*(?:[,;+&]|(?<![А-Я])(?:И|А ТАКЖЕ)(?![А-Я]))\s*")
# What makes a number a quantity, a sum or a year.
_MEASURED = re.compile(
    rf"\s*(?:%|РУБ|Р(?![А-Я])|КОП|ШТ|КГ|ТН?(?![А-Я])|УП|ЕД|М[23]?(?![А-Я0-9])|ЧАС|ДН|МЕС|ГОД|{_MONTH}\s)"
)
_SUM = re.compile(r"\d+[.=-]\d\d")
# What stands between the invoices of a list: «№ 119 (1000,00), № 120 за доставку, № 121».
_SUM_OF_ONE = re.compile(
    r"\s*[-(:=]?\s*(?:(?:НА|В)\s+СУММ[УЕ]|СУММА)?\s*\d[\d ]*[.,=-]\d\d(?!\d)"
    rf"\s*(?:РУБ[А-Я]*|Р)?\.?\s*\)?(?=\s*[,;]\s*{_MARK})"
)
_WHAT_FOR = re.compile(
    rf"\s*(?:ЗА|НА)\s[^,;.№#\d]{{1,60}}?(?=\s*(?:[,;]\s*)?{_MARK}\s*[0-9A-ZА-Я])"
)
_OTHER_PAPER = re.compile(
    r"(?<![А-Я])(?:ДОГ|УПД|АКТ|НАКЛ|ТТН|ТОРГ|С/Ф|СФ|СЧЕТ|СЧ|ЗАК|ЗАЯВ|СПЕЦ|КОНТР)"
)
_PLURAL = re.compile(r"СЧЕТ(?:Ы|ОВ|АМ|АМИ|АХ)(?![А-Я])")
# «№157от26.10.2026», «№5за товар»
_GLUED = re.compile(r"(\d)(Г?\s*ОТ(?=[\s\d.:])|(?:ЗА|БЕЗ|НДС|СОГЛ|ПО)(?=[\s.]))")
_THIRD_PARTY = re.compile(
    r"(?<![А-ЯA-Z])(?:ЗА|В ИНТЕРЕСАХ)\s*[\"«(]?\s*(?:"
    r"(?:ООО|ОАО|ПАО|ЗАО|НПАО|НАО|АО|ИП|И\.\s?П\.|ОДО|ТОО|ГУП|МУП|ФГУП|ФГБУ|ГБУ|МБУ|АНО|НКО|КФХ|ТСЖ|ТСН"
    r"|СНТ|ЧОП|ИНН|ФИЗ\.?\s?ЛИЦО|ГР\.|ГРАЖД[А-Я]*)(?![А-Я])"
    r"|ОБЩЕСТВО(?![А-Я])|АКЦИОНЕРНОЕ ОБЩ|ИНДИВИДУАЛЬН[А-Я]+ ПРЕДПР|ТРЕТЬ[А-Я]+ ЛИЦ"
    r"|(?:ОРГАНИЗАЦИЮ|КОМПАНИЮ|ФИРМУ)\s*[\"«])"
)
_PERSON = re.compile(r"(?<![А-Я])ЗА\s+[А-Я][А-Я-]{2,}\s+(?!И\.\s?П\.|Т\.)[А-Я]\.\s?[А-Я]\.")


@dataclass(frozen=True, slots=True)
class Named:
    """An invoice as a purpose names it."""

    key: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    invoices: tuple[Named, ...]
    third_party: bool


def text_key(text: str) -> str:
    """What purposes are compared by: banks cut and join them, and change quotes and spaces."""
    return "".join(_KEY.findall(plain(text)))


def read(text: str) -> Purpose:
    text = _GLUED.sub(r"\1 \2 ", " ".join(plain(text[:LONGEST]).split()))
    third_party = bool(_THIRD_PARTY.search(text) or _PERSON.search(text))
    return Purpose(_once(_named(text)), third_party)


def _named(text: str) -> Iterator[Named]:
    place = 0
    while word := _INVOICE.search(text, place):
        place = word.end()
        if _ACCOUNT.search(text[max(0, word.start() - _LONGEST_WORD) : word.start()]):
            continue
        found, place = _list(text, _past(_WHAT_FOR, text, place))
        if len(found) == 1 and _PLURAL.match(word[0]):
            # Some were not understood: what is left is sure only with its sum.
            found = [Named(found[0].key)]
        yield from found


def _list(text: str, place: int) -> tuple[list[Named], int]:
    """Invoices one after another: «№№ 168, 169 и 170», «№ 163 от 24.09.2026, № 165 от …»."""
    named: list[Named] = []
    before, mark_place = _day_before(text, place)
    found = _MARKED.match(text, mark_place) or (None if before else _UNMARKED.match(text, place))
    while found and _is_number(text, found, first=not named):
        day, place = _day_after(text, found.end())
        named.append(Named(number_key(_said(found)), day or before))
        before = None
        found = _next(text, place)
    return named, place


def _next(text: str, place: int) -> re.Match[str] | None:
    place = _past(_WHAT_FOR, text, _past(_SUM_OF_ONE, text, place))
    joint = _AND.match(text, place)
    if joint is None:
        return _MARKED.match(text, place)
    return _MARKED.match(text, joint.end()) or _UNMARKED.match(text, joint.end())


def _past(words: re.Pattern[str], text: str, place: int) -> int:
    """Behind such words, unless they speak of another paper."""
    found = words.match(text, place)
    return found.end() if found and not _OTHER_PAPER.search(found[0]) else place


def _said(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return groups.get("spaced") or groups["number"]


def _is_number(text: str, found: re.Match[str], *, first: bool) -> bool:
    said = _said(found)
    marked = found.re is _MARKED
    if not any(each.isdigit() for each in said) or _ONLY_DATE.fullmatch(said):
        return False
    if sum(each.isdigit() for each in said) >= 20:  # an account
        return False
    if not marked and _MEASURED.match(text, found.end()):
        return False
    return marked or first or not _SUM.fullmatch(said)


def _day_before(text: str, place: int) -> tuple[date | None, int]:
    """«счёт от 28.09.2026 № 220»."""
    found = _ON.match(text, place)
    return (_day(found), found.end()) if found else (None, place)


def _day_after(text: str, place: int) -> tuple[date | None, int]:
    found = _ON.match(text, place) or _ON_PLAIN.match(text, place)
    return (_day(found), found.end()) if found else (None, place)


def _day(found: re.Match[str]) -> date | None:
    said = found.groupdict()
    year = said["y1"] or said["y2"] or said["y3"]
    if not year:
        return None  # «от 02.10»: of which year it does not say
    word = said["w3"]
    month = _month(word) if word else int(said["m1"] or said["m2"])
    try:
        return date(int(year[-2:]) + 2000, month, int(said["d1"] or said["d2"] or said["d3"]))
    except ValueError:
        return None


def _month(word: str) -> int:
    return next(n for n, begins in enumerate(_MONTHS, 1) if word.startswith(begins))


def _once(named: Iterable[Named]) -> tuple[Named, ...]:
    """Each once: named twice, with its date and without, it is still one."""
    found = list(dict.fromkeys(named))
    dated = {each.key for each in found if each.day}
    return tuple(each for each in found if each.day or each.key not in dated)
