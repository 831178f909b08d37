"""The actions, kinds of interaction and the script every tenant begins with (pure).

Facts 61, 62 and 64: «Отправить» leads to a contract, a letter, an invoice or an offer; documents
are drawn up by the organisation's regulation; who promised to come came, or did not.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.activities.dictionaries.action import (
    Category,
    InteractionKind,
    WorkAction,
    WorkResult,
)
from services.activities.dictionaries.script import WorkScript
from services.activities.sign import Sign

# Named after the tenant, so that whoever gives them twice gives them once.
_NAMES = uuid.UUID("7c0f7d4e-1d0a-4b5e-9a53-5b5c8a0e6f31")
_Words = tuple[str, str]
_Result = tuple[_Words, Sign | None]

_CONTRACT: _Result = (("Договор", "Contract"), None)
_INVOICE: _Result = (("Счёт", "Invoice"), None)
_OFFER: _Result = (("Коммерческое предложение", "Commercial offer"), None)
_LETTER: _Result = (("Письмо", "Letter"), None)
_ACT: _Result = (("Акт", "Act"), None)
_VAT_INVOICE: _Result = (("Счёт-фактура", "VAT invoice"), None)


class _Action(NamedTuple):
    key: str
    words: _Words
    category: Category
    color: str
    minutes: int
    touch: bool
    results: Sequence[_Result]


_ACTIONS: Sequence[_Action] = (
    _Action(
        *("call", ("Позвонить", "Call"), Category.CALL, "blue", 15, True),
        [
            (("Заинтересован", "Interested"), Sign.PLUS),
            (("Не заинтересован", "Not interested"), Sign.MINUS),
            (("Просил перезвонить", "Asked to call back"), None),
            (("Не дозвонились", "Could not be reached"), Sign.MINUS),
        ],
    ),
    _Action(
        *("letter", ("Отправить письмо", "Send a letter"), Category.LETTER, "teal", 15, True),
        [(("Приглашение", "Invitation"), None), _LETTER],
    ),
    _Action(
        *("send", ("Отправить", "Send"), Category.DOCUMENT, "teal", 15, True),
        [_CONTRACT, _LETTER, _INVOICE, _OFFER],
    ),
    _Action(
        *("organise", ("Организовать", "Organise"), Category.TASK, "violet", 60, False),
        [
            (("Семинар", "Seminar"), None),
            (("Презентация", "Presentation"), None),
            (("Выставка", "Exhibition"), None),
        ],
    ),
    _Action(
        "prepare_documents",
        *(("Подготовить документы", "Prepare documents"), Category.DOCUMENT, "yellow", 60, False),
        [_CONTRACT, _INVOICE, _OFFER, _ACT, _VAT_INVOICE],
    ),
    _Action(
        "draw_up_documents",
        *(("Оформить документы", "Draw up documents"), Category.DOCUMENT, "orange", 60, False),
        [
            (("Подписаны", "Signed"), Sign.PLUS),
            (("Не подписаны", "Not signed"), Sign.MINUS),
            *(_INVOICE, _OFFER, _CONTRACT, _ACT, _VAT_INVOICE),
        ],
    ),
    _Action(
        "meeting",
        *(("Организовать встречу", "Arrange a meeting"), Category.MEETING, "green", 60, True),
        [
            (("Встреча состоялась", "The meeting took place"), Sign.PLUS),
            (("Обещал, но не пришёл", "Promised but did not come"), Sign.MINUS),
            (("Перенесена", "Put off"), None),
        ],
    ),
)
# Facts 77 and 78.
_KINDS: Sequence[tuple[_Words, Category, str]] = (
    (("Встреча", "Meeting"), Category.MEETING, "green"),
    (("Звонок", "Call"), Category.CALL, "blue"),
    (("Письмо", "Letter"), Category.LETTER, "teal"),
    (("Сообщение", "Message"), Category.LETTER, "violet"),
    (("Выставка", "Exhibition"), Category.MEETING, "orange"),
    (("Визит", "Visit"), Category.MEETING, "yellow"),
)
_CALL_SCRIPT: tuple[_Words, ...] = (
    (
        "Поздоровайтесь, назовите себя и компанию. Спросите, удобно ли говорить.",
        "Say hello, who you are and where from. Ask whether it is a good moment.",
    ),
    (
        "Скажите, зачем звоните: одной фразой и с пользой для клиента.",
        "Say what you call for: in one sentence, and what is in it for him.",
    ),
    (
        "Спросите, как это устроено у клиента сейчас и что хотелось бы изменить.",
        "Ask how he does it now, and what he would like to be different.",
    ),
    ("Предложите то, что отвечает его словам.", "Offer what answers his words."),
    (
        "Договоритесь о следующем шаге: что, кто и когда.",
        "Agree on the next step: what, who and when.",
    ),
)


def built_in_actions(tenant: str, language: str) -> Iterator[WorkAction]:
    spoken = 0 if language == "ru" else 1
    for at, action in enumerate(_ACTIONS):
        yield WorkAction(
            name=action_name(tenant, action.key),
            display_name=action.words[spoken],
            key=action.key,
            position=at,
            category=action.category,
            results=tuple(
                WorkResult(id=f"{action.key[:4]:x<4}{n:04}", display_name=words[spoken], sign=sign)
                for n, (words, sign) in enumerate(action.results)
            ),
            default_minutes=action.minutes,
            touch=action.touch,
            color=action.color,
        )


def action_name(tenant: str, key: str) -> str:
    return f"workActions/{uuid.uuid5(_NAMES, f'{tenant}|action|{key}')}"


def built_in_kinds(tenant: str, language: str) -> Iterator[InteractionKind]:
    spoken = 0 if language == "ru" else 1
    for at, (words, category, color) in enumerate(_KINDS):
        yield InteractionKind(
            name=f"interactionKinds/{uuid.uuid5(_NAMES, f'{tenant}|kind|{at}')}",
            display_name=words[spoken],
            position=at,
            category=category,
            touch=True,
            color=color,
        )


def built_in_scripts(tenant: str, language: str) -> Iterator[WorkScript]:
    spoken = 0 if language == "ru" else 1
    yield WorkScript(
        name=f"workScripts/{uuid.uuid5(_NAMES, f'{tenant}|script|first_call')}",
        display_name=("Первый звонок", "First call")[spoken],
        text=("Цель: договориться о следующем шаге.", "The aim: to agree on a next step.")[spoken],
        steps=tuple(words[spoken] for words in _CALL_SCRIPT),
        actions=(action_name(tenant, "call"),),
    )
