"""The register of Swedish municipalities: names, counties, and populations at given dates.

Source: Statistics Sweden (SCB), "Folkmängd efter region och år", 31 December of each year, and
SCB's list of municipal codes; shipped as CSV in `core/data`. National totals: 9 851 017 (2015),
10 230 185 (2018), 10 551 707 (2023).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files

from core.errors import PopulationUnknownError
from core.names import Found, find


@dataclass(frozen=True)
class Municipality:
    """One of the 290: SCB's four-digit code, the short name, and its county."""

    code: str
    name: str
    county_code: str
    county: str
    official_name: str


@dataclass(frozen=True)
class Register:
    """All municipalities by code, and their populations by code and date."""

    municipalities: Mapping[str, Municipality]
    populations: Mapping[str, Mapping[date, int]]

    def find(self, text: str) -> Found:
        """Find a municipality by name, official name, genitive or code.

        Raises: UnknownMemberError with the nearest names.
        """
        return find(text, self._names)

    def in_county(self, county_code: str) -> tuple[Municipality, ...]:
        """Return the municipalities of a county ("07" is Kronoberg), by code; empty if none."""
        return tuple(m for m in self.municipalities.values() if m.county_code == county_code)

    def population(self, code: str, on: date) -> int:
        """Return the number of inhabitants on that date, as SCB published it.

        Raises: PopulationUnknownError for a date that isn't in the register: nothing is
        interpolated.
        """
        known = self.populations.get(code, {})
        if on not in known:
            raise PopulationUnknownError(code, on, tuple(sorted(known)))
        return known[on]

    @cached_property
    def population_dates(self) -> tuple[date, ...]:
        """Return every date that the register has populations for, oldest first."""
        return tuple(sorted({on for known in self.populations.values() for on in known}))

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        return {m.code: (m.name, m.official_name) for m in self.municipalities.values()}


@lru_cache(maxsize=1)
def shipped_register() -> Register:
    """Return the register that ships with the product (290 municipalities), read once."""
    municipalities = {row["code"]: Municipality(**row) for row in _rows("municipalities.csv")}
    populations: dict[str, dict[date, int]] = {code: {} for code in municipalities}
    for row in _rows("populations.csv"):
        populations[row["code"]][date.fromisoformat(row["date"])] = int(row["population"])
    return Register(municipalities, populations)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("core.data").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
