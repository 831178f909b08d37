"""A person who signs in [пользователь]: his place, his roles, whether he may sign in."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.identity import regional
from services.identity.org_unit import OrgUnit
from services.identity.wording import allow_line, require_line
from services.kit.caller import visible_to
from services.kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument

MOST_ASSIGNMENTS = 50
_LOGIN = re.compile(r"[^\s/\x00-\x1f\x7f]{1,100}")
# Looser than for clients' addresses: offices have mail of their own, such as ivan@sales.local.
_EMAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;.]+(\.[^\s@<>,;.]+)*")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_PUNCTUATION = re.compile(r"[\s()\-.]")
_NOT_DIGIT = re.compile(r"\D")


class LoginInvalid(InvalidArgument):
    reason = "LOGIN_INVALID"


class LoginTaken(AlreadyExists):
    reason = "LOGIN_TAKEN"


class EmailInvalid(InvalidArgument):
    reason = "EMAIL_INVALID"


class PhoneInvalid(InvalidArgument):
    reason = "PHONE_INVALID"


class ManagerInvalid(InvalidArgument):
    reason = "MANAGER_INVALID"


class AssignmentInvalid(InvalidArgument):
    reason = "ASSIGNMENT_INVALID"


class UserDisabled(FailedPrecondition):
    reason = "USER_DISABLED"


class UserNotDisabled(FailedPrecondition):
    reason = "USER_NOT_DISABLED"


class LastAdministrator(FailedPrecondition):
    reason = "LAST_ADMINISTRATOR"


class State(StrEnum):
    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    role: str
    org_unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    name: str
    login: str
    display_name: str
    email: str = ""
    phone: str = ""
    job_title: str = ""
    org_unit: str
    org_path: tuple[str, ...] = ()
    manager: str = ""
    assignments: tuple[Assignment, ...] = ()
    state: State = State.INVITED
    time_zone: str = ""
    language: str = ""
    last_sign_in_time: datetime | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        require_line(self.display_name, "display_name")
        allow_line(self.job_title, "job_title")
        regional.require_time_zone(self.time_zone)
        regional.require_language(self.language)
        if not _LOGIN.fullmatch(self.login):
            raise LoginInvalid("login is 1-100 characters without spaces", field="login")
        allow_line(self.email, "email")
        if self.email and not _EMAIL.fullmatch(self.email):
            raise EmailInvalid("email is no e-mail address", field="email")
        if self.phone and not _E164.fullmatch(self.phone):
            raise PhoneInvalid("phone must be E.164, such as +79161234567", field="phone")
        if self.manager == self.name:
            raise ManagerInvalid("nobody reports to himself", field="manager")
        self._require_sound_assignments()

    def _require_sound_assignments(self) -> None:
        if len(self.assignments) > MOST_ASSIGNMENTS:
            raise AssignmentInvalid(f"at most {MOST_ASSIGNMENTS} roles", field="assignments")
        if len(set(self.assignments)) != len(self.assignments):
            raise AssignmentInvalid("a role is given twice", field="assignments")

    def at(self, unit: OrgUnit) -> "User":
        """The user at his place, and visible from there."""
        return self.with_path(unit.path)

    def with_path(self, path: tuple[str, ...]) -> "User":
        return replace(
            self, org_unit=path[-1], org_path=path, visible_to=visible_to(self.name, path)
        )

    def unit_of(self, assignment: Assignment) -> str:
        """The unit a role's scopes count from."""
        return assignment.org_unit or self.org_unit

    def disabled(self) -> "User":
        if self.state is State.DISABLED:
            raise UserDisabled(f"{self.name} is disabled already", name=self.name)
        return replace(self, state=State.DISABLED)

    def enabled(self, *, has_password: bool) -> "User":
        """Active again, or still to be invited if he never had a password."""
        if self.state is not State.DISABLED:
            raise UserNotDisabled(f"{self.name} is not disabled", name=self.name)
        return replace(self, state=State.ACTIVE if has_password else State.INVITED)

    def invitable(self) -> "User":
        """Anybody but a disabled one: for an active user it is the way to a new password."""
        if self.state is State.DISABLED:
            raise UserDisabled(f"{self.name} is disabled", name=self.name)
        return self

    def has_role(self, role: str) -> bool:
        return any(assignment.role == role for assignment in self.assignments)


def login_key(login: str) -> str:
    """Logins differ by more than letter case."""
    return login.strip().casefold()


def plain_phone(phone: str) -> str:
    """As people type it -> E.164 if that is all that is missing; a leading 8 is Russia's +7."""
    bare = _PUNCTUATION.sub("", phone)
    if len(bare) == 11 and bare.isdigit() and bare[0] in "78":
        return f"+7{bare[1:]}"
    return bare


def folded(text: str) -> str:
    """For searching: letter case and ё do not matter."""
    return text.casefold().replace("ё", "е")


def search_text(user: User) -> str:
    return folded("\n".join((user.display_name, user.login, user.email, user.phone)))


def search_parts(query: str) -> tuple[str, ...]:
    """Each must be found. A phone number is one part, however it is typed."""
    digits = _NOT_DIGIT.sub("", query)
    if len(digits) >= 5 and not re.search(r"[^\d\s()+\-.]", query):
        # Without it +7 and 8 are the same number, be it typed to its end or not.
        return (digits[1:],) if digits[0] in "78" else (digits,)
    return tuple(folded(query).split())
