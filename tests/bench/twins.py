"""A seeded, labelled set of clients as sales offices enter them: who is whom, and who seems so.

Records of one `entity` are one client; all others are different ones, however alike they look.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from tests.bench.companies import FIRST, INN_WEIGHTS, SECOND

Fields = dict[str, Any]
# fmt: off
FAMILY = ("Иванов", "Петров", "Соколов", "Кузнецов", "Лебедев", "Новиков", "Морозов", "Волков",
          "Зайцев", "Павлов", "Семёнов", "Голубев", "Виноградов", "Воробьёв", "Фёдоров", "Беляев")
MEN = ("Пётр", "Александр", "Олег", "Семён", "Николай", "Артём", "Фёдор", "Игорь", "Михаил")
WOMEN = ("Анна", "Мария", "Александра", "Ирина", "Алёна", "Ольга", "Елена", "Дарья", "Софья")
FATHERS = ("Петр", "Александр", "Олег", "Семен", "Никола", "Артем", "Федор", "Игор", "Михайл")
CITIES = ("Казань", "Пермь", "Самара", "Омск", "Уфа", "Томск", "Тюмень", "Тула")
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсх", "ABEKMHOPCTXaeopcx")
BOXES = ("info", "office", "mail", "sales")
# fmt: on


@dataclass(frozen=True)
class Record:
    entity: int
    # How it came to be: for telling what is found and what is missed.
    story: str
    fields: Fields
    contact: Fields = field(default_factory=dict[str, Any])


def records(size: int, seed: int = 7) -> list[Record]:
    """About `size` records of which a third are there twice or more."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    made: list[Record] = []
    entity = 0
    stories: list[Callable[[random.Random, int], Iterator[Record]]] = [
        *(_company_twice,) * 4, *(_company_once,) * 6, *(_person_twice,) * 3, *(_person_once,) * 4,
        _branches, _namesakes, _neighbours, _bookkeeper, _family, _father_and_son,
    ]  # fmt: skip
    while len(made) < size:
        for record in draw.choice(stories)(draw, entity):
            made.append(record)
            entity = max(entity, record.entity + 1)
    draw.shuffle(made)
    return made


def true_pairs(made: list[Record]) -> dict[tuple[int, int], str]:
    """Places of two records of one entity -> the later one's story."""
    by_entity: dict[int, list[int]] = {}
    for place, record in enumerate(made):
        by_entity.setdefault(record.entity, []).append(place)
    return {
        pair: max((made[place].story for place in pair), key=len)
        for places in by_entity.values()
        for pair in combinations(places, 2)
    }


def random_inn() -> str:
    """A valid one that hardly anybody else has drawn."""
    return _inn(random.Random())  # noqa: S311 - not for secrets


# --- one client, entered more than once ------------------------------------------------------


def _company_once(draw: random.Random, entity: int) -> Iterator[Record]:
    yield Record(entity, "once", _company(draw))


def _person_once(draw: random.Random, entity: int) -> Iterator[Record]:
    yield Record(entity, "once", _person(draw))


def _company_twice(draw: random.Random, entity: int) -> Iterator[Record]:
    whole = _company(draw)
    yield Record(entity, "first", whole)
    for story in draw.sample(sorted(COMPANY_STORIES), draw.choice((1, 1, 1, 2))):
        record = Record(entity, story, *COMPANY_STORIES[story](draw, _copy(whole)))
        yield record


def _person_twice(draw: random.Random, entity: int) -> Iterator[Record]:
    whole = _person(draw)
    yield Record(entity, "first", whole)
    for story in draw.sample(sorted(PERSON_STORIES), 1):
        yield Record(entity, story, PERSON_STORIES[story](draw, _copy(whole)))


def _written_otherwise(draw: random.Random, fields: Fields) -> tuple[Fields, Fields]:
    """No requisites yet; the telephone and another spelling of the name."""
    _without(fields, "inn", "kpp", "ogrn", "emails")
    fields["display_name"] = _respelled(draw, fields["display_name"])
    fields["phones"] = [{"number": _typed(draw, fields["phones"][0]["number"])}]
    return fields, {}


def _mistyped(draw: random.Random, fields: Fields) -> tuple[Fields, Fields]:
    _without(fields, "inn", "kpp", "ogrn", *draw.choice((("phones",), ("emails",))))
    fields["display_name"] = _typo(draw, fields["display_name"])
    return fields, {}


def _mistyped_name_alone(draw: random.Random, fields: Fields) -> tuple[Fields, Fields]:
    _without(fields, "inn", "kpp", "ogrn", "phones", "emails")
    fields["display_name"] = _typo(draw, fields["display_name"])
    return fields, {}


def _name_alone(draw: random.Random, fields: Fields) -> tuple[Fields, Fields]:
    _without(fields, "inn", "kpp", "ogrn", "phones", "emails")
    fields["display_name"] = _respelled(draw, fields["display_name"])
    return fields, {}


def _requisites_alone(draw: random.Random, fields: Fields) -> tuple[Fields, Fields]:
    """From a contract: a brand instead of the name, no telephones of ours."""
    _without(fields, "phones", "emails", *draw.choice((("kpp",), ("ogrn",), ())))
    fields["display_name"] = _name(draw)
    return fields, {}


def _by_a_contact(draw: random.Random, fields: Fields) -> tuple[Fields, Fields]:
    """The telephone is the contact's in the second record."""
    phones = fields["phones"]
    _without(fields, "inn", "kpp", "ogrn", "emails", "phones")
    fields["display_name"] = _respelled(draw, fields["display_name"])
    return fields, {"display_name": "Соколова Ирина", "phones": phones}


def _without_extension(draw: random.Random, fields: Fields) -> tuple[Fields, Fields]:
    _without(fields, "inn", "kpp", "ogrn", "emails")
    number = fields["phones"][0]["number"]
    fields["phones"] = [{"number": f"{_typed(draw, number)} доб. {draw.randint(10, 99)}"}]
    fields["display_name"] = _respelled(draw, fields["display_name"])
    return fields, {}


COMPANY_STORIES: dict[str, Callable[[random.Random, Fields], tuple[Fields, Fields]]] = {
    "name respelled + phone": _written_otherwise,
    "name mistyped + phone or e-mail": _mistyped,
    "name mistyped alone": _mistyped_name_alone,
    "name respelled alone": _name_alone,
    "requisites alone": _requisites_alone,
    "name + phone of a contact": _by_a_contact,
    "name + phone without extension": _without_extension,
}


def _initials(draw: random.Random, fields: Fields) -> Fields:
    family, given, father = fields["display_name"].split()
    _without(fields, "emails", *draw.choice((("birth_date",), ())))
    return fields | {"display_name": f"{family} {given[0]}. {father[0]}."}


def _turned_round(draw: random.Random, fields: Fields) -> Fields:
    family, given, _ = fields["display_name"].split()
    _without(fields, *draw.choice((("phones",), ("emails",))))
    return fields | {"display_name": f"{given} {family}".replace("ё", "е")}


def _person_mistyped(draw: random.Random, fields: Fields) -> Fields:
    _without(fields, *draw.choice((("phones", "birth_date"), ("emails",))))
    return fields | {"display_name": _typo(draw, fields["display_name"])}


PERSON_STORIES: dict[str, Callable[[random.Random, Fields], Fields]] = {
    "person: initials + phone": _initials,
    "person: name turned round": _turned_round,
    "person: name mistyped": _person_mistyped,
}


# --- several clients that look like one --------------------------------------------------------


def _branches(draw: random.Random, entity: int) -> Iterator[Record]:
    """One INN and OGRN, one box, often one telephone; each with a KPP of its own."""
    head = _company(draw)
    head["emails"] = [{"address": f"info@firma{draw.randrange(10**6)}.ru"}]
    yield Record(entity, "branches", head)
    for place in range(draw.choice((1, 2))):
        branch = _copy(head)
        branch["kpp"] = f"{draw.randint(10, 99)}{place}1430{place + 1:02d}"
        branch["display_name"] += draw.choice((" филиал", f" ({draw.choice(CITIES)})", ""))
        yield Record(entity + 1 + place, "branches", branch)


def _namesakes(draw: random.Random, entity: int) -> Iterator[Record]:
    """Of one name; most with an INN or a telephone of their own, some with nothing to tell them."""
    one, other = _company(draw), _company(draw)
    other["display_name"] = _respelled(draw, one["display_name"])
    law = ("inn", "kpp", "ogrn")
    _without(other, *draw.choice(((), law, ("phones",), (*law, "phones", "emails"))))
    yield Record(entity, "namesakes", one)
    yield Record(entity + 1, "namesakes", other)


def _neighbours(draw: random.Random, entity: int) -> Iterator[Record]:
    """Firms of one house, on one switchboard."""
    number = _number(draw)
    for place in range(3):
        company = _company(draw)
        extension = draw.choice(("", str(100 + place)))
        company["phones"] = [{"number": number, "extension": extension}]
        if draw.random() < 0.5:
            _without(company, "inn", "kpp", "ogrn")
        yield Record(entity + place, "one switchboard", company)


def _bookkeeper(draw: random.Random, entity: int) -> Iterator[Record]:
    """Clients of one bookkeeping firm give its box as theirs."""
    address = f"{draw.choice(BOXES)}@buh{draw.randrange(10**6)}.ru"
    for place in range(3):
        company = _company(draw)
        _without(company, *draw.choice(((), ("inn", "kpp", "ogrn"))))
        company["emails"] = [{"address": address}]
        yield Record(entity + place, "one box", company)


def _family(draw: random.Random, entity: int) -> Iterator[Record]:
    """Husband, wife and child with one telephone and one address."""
    at, reach = draw.randrange(len(FAMILY)), (_number(draw), _address(draw))
    man, woman = draw.randrange(len(MEN)), draw.randrange(len(WOMEN))
    names = (
        f"{FAMILY[at]} {MEN[man]} {draw.choice(FATHERS)}ович",
        f"{FAMILY[at]}а {WOMEN[woman]} {draw.choice(FATHERS)}овна",
        f"{FAMILY[at]} {MEN[man - 1]} {FATHERS[man]}ович",
    )
    for place, name in enumerate(names):
        person = {
            "kind": "INDIVIDUAL",
            "display_name": name,
            "phones": [{"number": reach[0]}],
            "emails": [{"address": reach[1]}],
        }
        yield Record(entity + place, "one family", person)


def _father_and_son(draw: random.Random, entity: int) -> Iterator[Record]:
    father = _person(draw)
    son = _copy(father) | {"birth_date": f"{draw.randint(1990, 2005)}-0{draw.randint(1, 9)}-11"}
    son["emails"] = [{"address": _address(draw)}]
    yield Record(entity, "father and son", father)
    yield Record(entity + 1, "father and son", son)


# --- parts ---------------------------------------------------------------------------------------


def _company(draw: random.Random) -> Fields:
    inn = _inn(draw)
    ogrn = f"1{draw.randint(2, 24):02d}{inn[:2]}{draw.randrange(10**7):07d}"
    return {
        "kind": "LEGAL",
        "display_name": _name(draw),
        "inn": inn,
        "kpp": f"{inn[:4]}01001",
        "ogrn": f"{ogrn}{int(ogrn) % 11 % 10}",
        "phones": [{"number": _number(draw)}],
        "emails": [{"address": _address(draw)}],
    }


def _person(draw: random.Random) -> Fields:
    at = draw.randrange(len(FAMILY))
    father = draw.choice(FATHERS)
    name = draw.choice(
        (
            f"{FAMILY[at]} {draw.choice(MEN)} {father}ович",
            f"{FAMILY[at]}а {draw.choice(WOMEN)} {father}овна",
        )
    )
    return {
        "kind": "INDIVIDUAL",
        "display_name": name,
        "birth_date": f"{draw.randint(1950, 1985)}-{draw.randint(10, 12)}-{draw.randint(10, 28)}",
        "phones": [{"number": _number(draw)}],
        "emails": [{"address": _address(draw)}],
    }


def _name(draw: random.Random) -> str:
    """Rare enough that two firms seldom have it by chance, as real names are."""
    form = draw.choice(("ООО", "АО", "ЗАО"))
    syllables = ("ра", "ло", "ми", "те", "ку", "са", "ве", "но", "ди", "фо", "жи", "шу")
    own = "".join(draw.choice(syllables) for _ in range(3))
    return f"{form} «{draw.choice(FIRST)} {draw.choice(SECOND)} {own.title()}»"


def _respelled(draw: random.Random, name: str) -> str:
    """Another form, other quotes, letters from the other alphabet: the same name."""
    core = name[name.index("«") + 1 : name.index("»")]
    form = draw.choice(("ООО", "OOO", "Общество с ограниченной ответственностью", "АО", ""))
    core = draw.choice((core, core.upper(), core.translate(LOOK_ALIKE), core.replace(" ", "-")))
    return draw.choice((f'{form} "{core}"', f"{core}, {form}", f"{form} {core}")).strip(" ,")


def _typo(draw: random.Random, name: str) -> str:
    """One letter wrong, missing, twice or swapped, past the first of a word."""
    places = [
        at
        for at in range(2, len(name) - 2)
        if name[at - 1 : at + 2].isalpha() and name[at + 1].isalpha()
    ]
    at = draw.choice(places)
    return draw.choice(
        (
            name[:at] + draw.choice("аеиорстнкл") + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def _typed(draw: random.Random, number: str) -> str:
    ten = number[2:]
    return draw.choice(
        (number, f"8{ten}", f"8 ({ten[:3]}) {ten[3:6]}-{ten[6:8]}-{ten[8:]}", f"+7 {ten}", ten)
    )


def _number(draw: random.Random) -> str:
    return f"+79{draw.randrange(10**9):09d}"


def _address(draw: random.Random) -> str:
    return f"k{draw.randrange(10**9)}@pochta{draw.randrange(100)}.ru"


def _inn(draw: random.Random) -> str:
    base = f"{draw.randint(1, 89):02d}{draw.randrange(10**7):07d}"
    total = sum(int(digit) * weight for digit, weight in zip(base, INN_WEIGHTS, strict=True))
    return f"{base}{total % 11 % 10}"


def _copy(fields: Fields) -> Fields:
    return {
        key: [dict(each) for each in value] if isinstance(value, list) else value
        for key, value in fields.items()
    }


def _without(fields: Fields, *keys: str) -> None:
    for key in keys:
        fields.pop(key, None)
