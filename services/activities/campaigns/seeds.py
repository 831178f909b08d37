"""The campaigns every tenant begins with: the seminar of fact 64, waking clients who sleep, and an
invoice that is not paid (pure).
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.activities.campaigns.template import CampaignStep, CampaignTemplate, Who
from services.activities.dictionaries.seeds import action_name
from services.activities.sign import Sign

_NAMES = uuid.UUID("f2f3c0d7-8f4f-4e5e-8a35-0f2a6a2f7f11")
_Words = tuple[str, str]
_PLUS, _MINUS = Sign.PLUS, Sign.MINUS


class _Step(NamedTuple):
    id: str
    words: _Words
    action: str
    after: str = ""
    sign: Sign | None = None
    delay: int = 0


class _Template(NamedTuple):
    key: str
    words: _Words
    description: _Words
    steps: Sequence[_Step]


_TEMPLATES: Sequence[_Template] = (
    _Template(
        "seminar",
        ("Семинар", "Seminar"),
        (
            "Звонок каждой компании; кто заинтересован – документы; кто подписал – встреча.",
            "A call to each company; documents for those interested; a meeting once they signed.",
        ),
        (
            _Step("call", ("Позвонить", "Call"), "call"),
            _Step(
                "documents",
                ("Оформить документы", "Draw up documents"),
                *("draw_up_documents", "call", _PLUS, 1),
            ),
            _Step(
                "meeting",
                ("Организовать встречу", "Arrange a meeting"),
                *("meeting", "documents", _PLUS, 2),
            ),
        ),
    ),
    _Template(
        "reactivation",
        ("Реактивация клиентов", "Reactivation of clients"),
        (
            "Письмо давно молчащим; через три дня звонок; кто заинтересован – предложение.",
            "A letter to those long silent; a call in three days; an offer to those interested.",
        ),
        (
            _Step("letter", ("Отправить письмо", "Send a letter"), "letter"),
            _Step("call", ("Позвонить", "Call"), "call", "letter", None, 3),
            _Step(
                "offer",
                ("Отправить предложение", "Send an offer"),
                *("send", "call", _PLUS, 1),
            ),
        ),
    ),
    _Template(
        "invoice",
        ("Дожим счёта", "Chasing an invoice"),
        (
            "Звонок о неоплаченном счёте; не платят – письмо и ещё один звонок.",
            "A call about an unpaid invoice; if they do not pay, a letter and one more call.",
        ),
        (
            _Step("call", ("Напомнить о счёте", "Remind of the invoice"), "call"),
            _Step("letter", ("Отправить счёт ещё раз", "Send it again"), "send", "call", _MINUS, 1),
            _Step("again", ("Позвонить ещё раз", "Call again"), *("call", "letter", None, 2)),
        ),
    ),
)


def built_in_templates(tenant: str, language: str) -> Iterator[CampaignTemplate]:
    spoken = 0 if language == "ru" else 1
    for at, template in enumerate(_TEMPLATES):
        yield CampaignTemplate(
            name=f"campaignTemplates/{uuid.uuid5(_NAMES, f'{tenant}|{template.key}')}",
            display_name=template.words[spoken],
            position=at,
            description=template.description[spoken],
            steps=tuple(
                CampaignStep(
                    id=each.id,
                    display_name=each.words[spoken],
                    action=action_name(tenant, each.action),
                    after_step=each.after,
                    after_sign=each.sign,
                    delay_days=each.delay,
                    days=1,
                    who=Who.SAME,
                )
                for each in template.steps
            ),
        )
