"""Since when a condition is met: the answers played again in the order in which they came.

A delay and a latch need it, and so does the question what would have been under another threshold
("at 80 %: met since 2019-07-04").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.adoption.bounds import State
from core.adoption.circumstances import Circumstances, Happening, Spell, Watched
from core.adoption.network import Network
from core.adoption.resolution import Adoption, resolve
from core.adoption.setting import Setting
from core.adoption.strata import outlook
from core.answer import Because, Says, Standing
from core.condition import AllOf, AnyOf, Condition, Delayed, Latched, Not, NotQuantified, NotStated
from core.ruling import Ruling, ruling_on


@dataclass(frozen=True)
class Answered:
    """From that date on a member says this."""

    on: date
    member: str
    standing: Standing


@dataclass(frozen=True)
class Reported:
    """On that date it became known that an outside event happened, or won't."""

    on: date
    fact: str
    happening: Happening


Event = Answered | Reported

SILENT = Standing(Says.SILENT, Because.NO_ANSWER)


@dataclass(frozen=True)
class History:
    """What came when: the members asked, and dated events in any order.

    Of several events on one day about the same thing the last one given counts.
    """

    members: tuple[str, ...]
    events: tuple[Event, ...]

    def standings(self, as_of: date) -> dict[str, Standing]:
        """Return what each member said at the end of that day."""
        said = dict.fromkeys(self.members, SILENT)
        for event in self._until(as_of):
            if isinstance(event, Answered):
                said[event.member] = event.standing
        return said

    def facts(self, as_of: date) -> dict[str, Happening]:
        """Return what was known of outside events at the end of that day."""
        return {e.fact: e.happening for e in self._until(as_of) if isinstance(e, Reported)}

    def dates(self, until: date) -> list[date]:
        """Return the days on which something came, oldest first."""
        return sorted({event.on for event in self._until(until)})

    def _until(self, as_of: date) -> list[Event]:
        return sorted(
            (event for event in self.events if event.on <= as_of), key=lambda event: event.on
        )


@dataclass(frozen=True)
class Played:
    """How it came out: the state now, and since when the whole condition is met without a break."""

    adoption: Adoption
    spell: Spell | None

    @property
    def met_since(self) -> date | None:
        """Return since when it has been met without a break, or None if it isn't."""
        return self.spell.since if self.spell else None


@dataclass(frozen=True)
class Candidate:
    """What would be if somebody ruled that this is enough."""

    ruled: Condition
    played: Played


def play(history: History, condition: Condition, known: Circumstances, as_of: date) -> Played:
    """Return the state as of a date, with every delay and latch reckoned from the dates of events.

    On a past day those who hadn't answered yet are read as no. Rulings are read as they are known
    on `as_of`: a threshold fixed later is applied to the days before it too.
    """
    replay = _Replay(history, condition, replace(known, rulings=_timeless(known.rulings, as_of)))
    replay.run(as_of)
    now = replace(known, as_of=as_of, facts=replay.facts(as_of), spells=replay.spells)
    adoption = resolve(history.standings(as_of), condition, now)
    return Played(adoption, replay.spells.get((None, condition)))


def under(
    candidates: Sequence[Condition],
    history: History,
    condition: Condition,
    known: Circumstances,
    as_of: date,
) -> tuple[Candidate, ...]:
    """Return the state under each candidate for what is "enough", none of them being recorded."""

    def played(candidate: Condition) -> Played:
        ruling = Ruling(candidate, by="", on=as_of, decision="")
        return play(history, condition, replace(known, rulings=(ruling,)), as_of)

    return tuple(Candidate(candidate, played(candidate)) for candidate in candidates)


def _timeless(rulings: tuple[Ruling, ...], as_of: date) -> tuple[Ruling, ...]:
    """Return the rulings made by a date as if they had been there from the beginning."""
    made = sorted((each for each in rulings if each.on <= as_of), key=lambda each: each.on)
    return tuple(replace(each, on=date.min) for each in made)


class _Replay:
    """The days gone through one by one, and since when each watched condition is met."""

    def __init__(self, history: History, condition: Condition, known: Circumstances) -> None:
        self._history = history
        self._condition = condition
        self._known = known
        self.spells: dict[Watched, Spell] = {}

    def facts(self, day: date) -> dict[str, Happening]:
        """Return what was known of outside events at the end of that day."""
        return {**self._known.facts, **self._history.facts(day)}

    def run(self, as_of: date) -> None:
        """Go through every day on which something came, or a delay was over."""
        days = {*self._history.dates(as_of), as_of}
        while days:
            day = min(days)
            days.remove(day)
            days |= {due for due in self._live_through(day) if day < due <= as_of}

    def _live_through(self, day: date) -> set[date]:
        """Bring `spells` up to a day, and return when the delays that are running are over.

        One reading is enough even where one of them rests on another: a delay that starts today
        isn't over today, and a latch holds already where its condition does.
        """
        standings = self._history.standings(day)
        owned: dict[str | None, Condition] = {
            c: s.proviso for c, s in standings.items() if s.proviso
        }
        owned[None] = self._condition
        timed = {
            (owner, each)
            for owner, condition in owned.items()
            for each in _timed(condition, self._known.rulings)
        }
        watched = {(None, self._condition), *((owner, each.condition) for owner, each in timed)}
        self._read(day, standings, watched)
        spells = ((each, self.spells.get((owner, each.condition))) for owner, each in timed)
        return {
            spell.since + timedelta(days=each.days)
            for each, spell in spells
            if isinstance(each, Delayed) and spell and spell.since
        }

    def _read(self, day: date, standings: Mapping[str, Standing], watched: set[Watched]) -> None:
        known = replace(self._known, as_of=day, facts=self.facts(day), spells=dict(self.spells))
        network = Network(Setting(standings, known), self._condition, watched)
        seen = outlook(network)
        for each, vertex in network.watched.items():
            spell = self.spells.get(each)
            if seen.state(vertex) is State.MET:
                since = spell.since if spell and spell.since else day
                self.spells[each] = Spell(spell.first if spell else day, since)
            elif spell:
                self.spells[each] = replace(spell, since=None)


def _timed(condition: Condition, rulings: tuple[Ruling, ...]) -> Iterator[Delayed | Latched]:
    """Yield the delays and latches in a condition, and in what stands for it by a ruling."""
    match condition:
        case Delayed() | Latched():
            yield condition
            yield from _timed(condition.condition, rulings)
        case Not():
            yield from _timed(condition.condition, rulings)
        case AllOf() | AnyOf():
            for part in condition.conditions:
                yield from _timed(part, rulings)
        case NotQuantified() | NotStated():
            found = ruling_on(condition, rulings, None)
            if found and not found.declared:
                yield from _timed(found.condition, rulings)
