"""Who was in touch with the managers of the demo tenant: some of it processed, some put off, some
by somebody whom nobody knows yet."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from deploy.local.demo_api import Api
from services.kit import clock

Identify = Callable[..., str]


class Told(NamedTuple):
    """How long ago it was, which kind by its place in the dictionary, who it was with."""

    topic: str
    hours_ago: int
    kind: int
    person: str
    direction: str = "IN"
    text: str = ""
    # What came of it, if somebody has processed it.
    result: str = ""
    # Nobody knows whom it is about.
    unknown: bool = False


TOLD = (
    Told("Запрос цены на насосы", 2, 1, "Ольга Сергеевна", text="Нужно 40 штук до конца месяца"),
    Told("Рекламация на партию", 5, 2, "sklad@primer-klient.ru", text="Не хватает двух коробок"),
    Told("Познакомились на выставке", 30, 4, "+7 912 345-67-89", unknown=True),
    Told("Звонок с незнакомого номера", 1, 1, "+7 495 123-45-67", unknown=True),
    Told("Приглашение на семинар", 50, 2, "Павел", "OUT", result="Придут вдвоём"),
    Told("Визит на склад", 75, 5, "Кладовщик", "OUT", "Есть место под стенд", "Ждут договор"),
)


def load_interactions(api: Api, owner: str, identify: Identify) -> None:
    kinds = api.all("/v1/interactionKinds", "interaction_kinds")
    asked = {"kind": "LEGAL", "owner": owner, "order_by": "create_time", "page_size": len(TOLD)}
    clients = api.get("/v1/counterparties", **asked)["counterparties"]
    now = clock.now()
    for client, told in zip(clients, TOLD, strict=False):
        draft = {
            "topic": told.topic,
            "kind": kinds[told.kind % len(kinds)]["name"],
            "direction": told.direction,
            "start_time": (now - timedelta(hours=told.hours_ago)).isoformat(),
            "subject": "" if told.unknown else client["name"],
            "with_whom": [{"text": told.person}],
            "text": told.text,
            "owner": owner,
        }
        known = identify("interaction", client["name"], told.topic)
        made = api.post("/v1/interactions", draft, request_id=known)
        if told.result and made["state"] == "NEW":
            api.post(f"/v1/{made['name']}:process", {"result": told.result})
