"""One tree of domain errors: a stable code and typed fields, never a sentence.

The sentence that a person reads is made in `bot.wording.errors`, from `code` and the fields.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import ClassVar


class SamtligaError(Exception):
    """Something a person asked for can't be done; `code` says what, the fields say where."""

    code: ClassVar[str] = "error"

    def __str__(self) -> str:
        """Return the code and its fields, for logs; people get a sentence from the wording."""
        named = ", ".join(f"{name}={value!r}" for name, value in self.details().items())
        return f"{self.code}({named})"

    def details(self) -> dict[str, object]:
        """Return the fields by name, empty for an error that has none."""
        if not hasattr(self, "__dataclass_fields__"):
            return {}
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]  # guarded above


@dataclass(eq=False)
class UnknownMemberError(SamtligaError):
    """No member has that name or code; `nearest` lists the closest names, best first."""

    code: ClassVar[str] = "unknown_member"
    query: str
    nearest: tuple[str, ...]


@dataclass(eq=False)
class NotAMemberError(SamtligaError):
    """The municipality exists, but this recommendation doesn't ask it."""

    code: ClassVar[str] = "not_a_member"
    member: str
    recommendation: str


@dataclass(eq=False)
class UnknownRecommendationError(SamtligaError):
    """No recommendation has that key; `known` lists those that exist."""

    code: ClassVar[str] = "unknown_recommendation"
    query: str
    known: tuple[str, ...]


@dataclass(eq=False)
class PopulationUnknownError(SamtligaError):
    """No population of that member on that date is in the register."""

    code: ClassVar[str] = "population_unknown"
    member: str
    on: date
    known_dates: tuple[date, ...]


@dataclass(frozen=True)
class FileProblem:
    """One thing wrong in an agreement file: where, what kind, what stands there, what may stand.

    `field` is a dotted path ("cost.0.key.kind"); `problem` is a stable code or the validator's own
    type name ("missing", "extra_forbidden"); `allowed` says what would be accepted, in the terms
    of the file.
    """

    field: str
    problem: str
    found: str
    allowed: str


@dataclass(eq=False)
class RecommendationFileError(SamtligaError):
    """An agreement file can't be read as it stands."""

    code: ClassVar[str] = "recommendation_file"
    file: str
    problems: tuple[FileProblem, ...]


@dataclass(eq=False)
class EvidenceInFutureError(SamtligaError):
    """The decision is dated after today, so it can't have been taken."""

    code: ClassVar[str] = "evidence_in_future"
    decided_on: date
    today: date


@dataclass(eq=False)
class EvidenceIncompleteError(SamtligaError):
    """A field of the evidence is empty or unreadable; `field` names it (body, decided_on, ...)."""

    code: ClassVar[str] = "evidence_incomplete"
    field: str


@dataclass(eq=False)
class NaiveTimeError(SamtligaError):
    """A moment came without a time zone; every moment in Samtliga is UTC-aware."""

    code: ClassVar[str] = "naive_time"
    moment: datetime


@dataclass(eq=False)
class NotCoordinatorError(SamtligaError):
    """Only a coordinator may do this; `coordinators` lists who is one (user ids)."""

    code: ClassVar[str] = "not_coordinator"
    coordinators: tuple[str, ...]


@dataclass(eq=False)
class NoMandateError(SamtligaError):
    """The person has no mandate to answer for the member on that day."""

    code: ClassVar[str] = "no_mandate"
    member: str


@dataclass(eq=False)
class NotOpenError(SamtligaError):
    """The recommendation was never opened here: nobody has been asked."""

    code: ClassVar[str] = "not_open"
    recommendation: str


@dataclass(eq=False)
class AlreadyOpenedError(SamtligaError):
    """The recommendation was opened before (moment in UTC): a second time would ask twice."""

    code: ClassVar[str] = "already_opened"
    recommendation: str
    opened_at: datetime


@dataclass(eq=False)
class PollClosedError(SamtligaError):
    """The recommendation was closed (moment in UTC) and takes no more answers."""

    code: ClassVar[str] = "poll_closed"
    recommendation: str
    closed_at: datetime


@dataclass(eq=False)
class NobodyToAskError(SamtligaError):
    """No member of the recommendation has anybody with a mandate."""

    code: ClassVar[str] = "nobody_to_ask"
    recommendation: str


@dataclass(eq=False)
class ProvisoMissingError(SamtligaError):
    """The answer is "yes, provided that" without a proviso, or the proviso lacks its number.

    `field` names what is missing: kind, count, members or amount.
    """

    code: ClassVar[str] = "proviso_missing"
    field: str
