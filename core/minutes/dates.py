"""Swedish dates in all the ways that minutes write them.

2019-05-21, 2019.05.21, 20190521, 190521, 19-05-21, 21 maj 2019, den 21 maj -19, 21/5 2019,
21.5.2019.
"""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (  # noqa: SIM905  # words read better as words
    "januari februari mars april maj juni juli augusti september oktober november december"
).split()
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?\\.?" if len(m) > 3 else m for m in _MONTHS)  # noqa: PLR2004
_YEAR = r"(?:19|20)\d\d"
_SHORT_YEAR = r"[-–'´](?P<yy>\d\d)"

DATE = re.compile(
    rf"""(?<![\d/:.-])(?:
      (?P<iso>{_YEAR}\s?[-–—.]\s?\d\d\s?[-–—.]\s?\d\d)(?!\d)
    | (?P<solid>{_YEAR}[01]\d[0-3]\d)(?!\d)
    | (?P<dashed>[012]\d-[01]\d-[0-3]\d)(?![\d-])
    | (?P<short>[012]\d[01]\d[0-3]\d)(?![\d:-]|\s?\d{{3}})
    | (?P<day>[0-3]?\d)(?::e|:a)?\s+(?P<month>{_MONTH})\s*(?:,?\s*(?P<year>{_YEAR})|{_SHORT_YEAR})
    | (?P<d>[0-3]?\d)/(?P<m>[01]?\d)(?:,?\s+|\s*[-–/]\s*)(?P<y>{_YEAR}|\d\d)(?!\d)
    | (?P<dd>[0-3]?\d)\.(?P<mm>[01]?\d)\.(?P<yyyy>{_YEAR})(?!\d)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class DateFound:
    """A date and where it stands in the searched text; `is_short` for the bare "190521"."""

    on: date
    start: int
    end: int
    is_short: bool


def dates_in(text: str) -> tuple[DateFound, ...]:
    """Return every date that exists in the calendar, in the order of the text."""
    found = []
    for match in DATE.finditer(text):
        on = _date(match)
        if on is not None:
            found.append(DateFound(on, match.start(), match.end(), bool(match["short"])))
    return tuple(found)


def without_dates(text: str) -> str:
    """Return the text with every date blanked out, in the same length."""
    return DATE.sub(lambda m: " " * len(m.group()), text)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(*_numbers(match))
    except ValueError:
        return None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    solid = match["iso"] or match["solid"] or match["dashed"] or match["short"]
    if solid:
        digits = re.sub(r"\D", "", solid)
        return _full(digits[:-4]), int(digits[-4:-2]), int(digits[-2:])
    if match["day"]:
        month = next(
            i for i, m in enumerate(_MONTHS, 1) if m.startswith(match["month"].lower()[:3])
        )
        return _full(match["year"] or match["yy"]), month, int(match["day"])
    if match["d"]:
        return _full(match["y"]), int(match["m"]), int(match["d"])
    return int(match["yyyy"]), int(match["mm"]), int(match["dd"])


def _full(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)  # noqa: PLR2004  # "19" is 2019
