"""What every typed-in line of text must keep: its length, and that it says something."""

from services.kit.errors import FieldRequired, InvalidArgument

LINE = 200


class TextTooLong(InvalidArgument):
    reason = "TEXT_TOO_LONG"


def require_line(text: str, field: str) -> None:
    if not text.strip():
        raise FieldRequired(f"{field} is empty", field=field)
    allow_line(text, field)


def allow_line(text: str, field: str, longest: int = LINE) -> None:
    if len(text) > longest:
        raise TextTooLong(
            f"{field} is longer than {longest} characters", field=field, longest=str(longest)
        )


def require_said(value: str, field: str) -> None:
    """For enums: naming a field in the mask without giving it a value."""
    if not value:
        raise FieldRequired(f"{field} is not said", field=field)
