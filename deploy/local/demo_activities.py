"""What the managers of the demo tenant have to do, and what they did: exact hours, days and weeks,
some of it late, some closed with plus, some with minus, some waiting for somebody to take it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deploy.local.demo_api import Api, Json

Identify = Callable[..., str]

ZONE = ZoneInfo("Europe/Moscow")
CLIENTS, DEALS, LEADS = 18, 8, 4
# Whose work waits until somebody takes it.
NOBODY = ""


class Plan(NamedTuple):
    """A work: of which action, in how many days, at which hour (None: any time that day), how many
    days long, and how it ended."""

    action: str
    title: str
    day: int
    hour: int | None = None
    days: int = 1
    sign: str = ""
    priority: str = "NORMAL"
    comment: str = ""


WITH_CLIENTS = (
    Plan("call", "Узнать, получили ли предложение", 0, 10),
    Plan("meeting", "Показать образцы", 0, 14),
    Plan("call", "", 0, priority="HIGH"),
    Plan("letter", "Пригласить на семинар", 1),
    Plan("prepare_documents", "Договор на следующий год", 0, days=5),
    Plan("call", "Напомнить об оплате счёта", -1, priority="URGENT"),
    Plan("send", "Каталог и прайс-лист", -3),
    Plan("meeting", "Переговоры о скидке", -2, 11),
    Plan("call", "Поздравить с юбилеем фирмы", 2, 9),
    Plan("call", "Первый звонок", -4, 12, sign="PLUS", comment="Просят расчёт до пятницы"),
    Plan("call", "Первый звонок", -5, sign="MINUS", comment="Работают с другим поставщиком"),
    Plan("meeting", "Осмотр склада", -6, 15, sign="PLUS", comment="Готовы взять пробную партию"),
    Plan("letter", "Приглашение на выставку", -7, sign="PLUS"),
    Plan("meeting", "Встреча в офисе", -3, 16, sign="MINUS", comment="Обещали, но не приехали"),
    Plan("draw_up_documents", "Акт сверки", -8, sign="PLUS"),
    Plan("organise", "Презентация новой линейки", 4, days=10, priority="HIGH"),
    Plan("call", "Опрос об удовлетворённости", 7),
    Plan("send", "Сертификаты на партию", 3),
)
WITH_DEALS = (
    Plan("send", "Коммерческое предложение", 0, 16),
    Plan("call", "Согласовать условия", 1, 11),
    Plan("prepare_documents", "Счёт на аванс", -1),
    Plan("draw_up_documents", "Подписать договор", 2, priority="HIGH"),
    Plan("call", "Уточнить сроки поставки", -2, 10, sign="PLUS", comment="Ждут до конца месяца"),
    Plan("send", "Расчёт с доставкой", -4, sign="PLUS"),
    Plan("meeting", "Технические вопросы", 5, 13),
    Plan("call", "Почему замолчали", -5, sign="MINUS", comment="Не дозвонились"),
)
WITH_LEADS = (
    Plan("call", "Выяснить потребность", 0, 12, priority="HIGH"),
    Plan("call", "Перезвонить", -1),
    Plan("letter", "Отправить презентацию", 1),
    Plan("call", "Заявка с сайта", 0),
)


def load_works(api: Api, owner: str, identify: Identify) -> None:
    actions = {each["key"]: each for each in api.all("/v1/workActions", "work_actions")}
    mine = {"owner": owner, "order_by": "create_time"}
    legal = {"kind": "LEGAL", **mine, "page_size": CLIENTS}
    subjects = (
        (api.get("/v1/counterparties", **legal)["counterparties"], WITH_CLIENTS),
        (api.get("/v1/deals", **mine, page_size=DEALS)["deals"], WITH_DEALS),
        (api.get("/v1/leads", **mine, page_size=LEADS)["leads"], WITH_LEADS),
    )
    for records, plans in subjects:
        for n, (record, plan) in enumerate(zip(records, plans, strict=False)):
            # The last one of each kind is nobody's yet.
            whose = NOBODY if n == len(plans) - 1 and not plan.sign else owner
            _work(api, record, plan, whose, actions, identify)


def _work(
    api: Api, record: Json, plan: Plan, owner: str, actions: dict[str, Json], identify: Identify
) -> None:
    action = actions.get(plan.action) or next(iter(actions.values()))
    draft = {
        "display_name": plan.title,
        "action": action["name"],
        "subject": record["name"],
        "when": _when(plan),
        "owner": owner,
        "priority": plan.priority,
    }
    work = api.post("/v1/works", draft, request_id=identify("work", record["name"], plan.title))
    if plan.sign and work["state"] == "OPEN":
        said = {"sign": plan.sign, "result": _result(action, plan.sign), "comment": plan.comment}
        api.post(f"/v1/{work['name']}:close", said)


def _result(action: Json, sign: str) -> str:
    """The first that means so, if one does."""
    return next((each["id"] for each in action["results"] if each["sign"] == sign), "")


def _when(plan: Plan) -> Json:
    first = date.today() + timedelta(days=plan.day)  # noqa: DTZ011
    if plan.hour is None:
        last = first + timedelta(days=plan.days - 1)
        kind = "DAY" if plan.days == 1 else "DAYS"
        return {"kind": kind, "start_date": str(first), "end_date": str(last)}
    start = datetime.combine(first, time(plan.hour), ZONE)
    return {
        "kind": "EXACT",
        "start_time": _instant(start),
        "end_time": _instant(start + timedelta(minutes=45)),
        "time_zone": ZONE.key,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
