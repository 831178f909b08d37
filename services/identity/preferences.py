"""What the screens keep for a user: theme, language, density, layouts. Nobody else reads it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.kit.errors import InvalidArgument

LARGEST = 64 * 1024


class PreferencesTooLarge(InvalidArgument):
    reason = "PREFERENCES_TOO_LARGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    name: str
    # JSON: the screens' keys are free to hold dots and dollars, Mongo's are not.
    text: str = "{}"
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def values(self) -> dict[str, Any]:
        return json.loads(self.text)

    def merged(self, values: Mapping[str, Any]) -> "Preferences":
        """With these top-level values; null takes one away."""
        whole = {**self.values, **values}
        text = json.dumps({k: v for k, v in whole.items() if v is not None}, ensure_ascii=False)
        if len(text) > LARGEST:
            raise PreferencesTooLarge(f"more than {LARGEST} characters", field="preferences")
        return replace(self, text=text)


def name_of(user: str) -> str:
    return f"preferences/{user.partition('/')[2]}"
