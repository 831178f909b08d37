"""The words of the papers about personal data, in both languages."""

from collections.abc import Mapping

RU: Mapping[str, str] = {
    "title": "Персональные данные: что хранится",
    "person": "Лицо",
    "made": "Составлено",
    "request": "Требование",
    "nothing": "Данных нет",
    "act": "Акт об уничтожении персональных данных",
    "received": "Получено",
    "done": "Уничтожено",
    "executor": "Уничтожил",
    "subject": "Записи субъекта в системе (имя в системе не хранится)",
    "reason": "Причина: требование субъекта персональных данных, ст. 21 Федерального закона 152-ФЗ",
    "way": "Способ: удаление записей и стирание сведений из оставшихся записей информационной "
    "системы",
    "nothing_left": "Повторная проверка после уничтожения ничего не нашла",
    "left": "Повторная проверка после уничтожения нашла записей, где сведения появились снова",
    "truncated": "Не вошло записей",
    "copies": "Резервные копии, сделанные раньше, перезаписываются по сроку их хранения",
    "what": "Что уничтожено",
    "service": "Подсистема",
    "place": "Где",
    "deleted": "Удалено записей",
    "cleaned": "Стёрты сведения",
    "looked_at": "Просмотрено записей",
    "sign": "Ф. И. О. субъекта (от руки)",
    "sign_executor": "Подпись исполнителя",
    "sign_head": "Подпись ответственного за обработку персональных данных",
}
EN: Mapping[str, str] = {
    "title": "Personal data: what is kept",
    "person": "Person",
    "made": "Made",
    "request": "Request",
    "nothing": "Nothing is kept",
    "act": "Act of destruction of personal data",
    "received": "Received",
    "done": "Destroyed",
    "executor": "Destroyed by",
    "subject": "Records of the person in the system (which keeps no name)",
    "reason": "Reason: demand of the person, article 21 of Federal Law 152-FZ",
    "way": "Way: records deleted, and what told of the person wiped from those that stay",
    "nothing_left": "A second look afterwards found nothing",
    "left": "A second look afterwards found records that speak of the person again",
    "truncated": "Records left out",
    "copies": "Backups made before are overwritten when their time is over",
    "what": "What was destroyed",
    "service": "Service",
    "place": "Where",
    "deleted": "Records deleted",
    "cleaned": "Records wiped",
    "looked_at": "Records looked at",
    "sign": "Name of the person (by hand)",
    "sign_executor": "Signature of the executor",
    "sign_head": "Signature of the responsible for personal data",
}


def words(language: str) -> Mapping[str, str]:
    return EN if language == "en" else RU
