"""Who an agreement file asks: municipalities by name, county or all, and other parties.

Works on the raw table, before the models: names become codes here, and names that aren't exact
are problems of the file with the nearest names, never guesses.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.errors import FileProblem, UnknownMemberError
from core.names import Found, find
from core.register import Register

EVERYBODY = "all"
"""What a file writes for all municipalities of the register."""


@dataclass
class Asked:
    """The members of one file as raw tables, and the problems met while finding them."""

    register: Register
    members: list[object] = field(default_factory=list)
    municipalities: int = 0
    problems: list[FileProblem] = field(default_factory=list)

    def add_municipalities(self, written: object) -> None:
        """Add the municipalities that `members` means: "all", a county, or a list of names."""
        match written:
            case str() if written == EVERYBODY:
                codes = list(self.register.municipalities)
            case {"county": str(county), **rest} if not rest:
                codes = self._in_county(county)
            case list():
                named = enumerate(written)
                codes = [self._municipality(str(name), f"members.{at}") for at, name in named]
            case _:
                allowed = '"all", { county = "Kronobergs län" } or a list of names'
                self.problems.append(FileProblem("members", "members", repr(written), allowed))
                codes = []
        self.members = [self._table(code) for code in dict.fromkeys(codes) if code]
        self.municipalities = len(self.members)

    def add_parties(self, written: object) -> None:
        """Add the parties that aren't municipalities; a code is made from the name if none is."""
        if isinstance(written, list):
            self.members += [_with_code(each) for each in written]
        else:
            problem = FileProblem("parties", "list_type", repr(written), "[[parties]]")
            self.problems.append(problem)

    def find(self, text: str) -> Found:
        """Find a member of this file by name or code.

        Raises: UnknownMemberError with the nearest members.
        """
        return find(text, self._names())

    def _names(self) -> Mapping[str, tuple[str, ...]]:
        return {
            str(each["code"]): (str(each["name"]), *map(str, each.get("also", ())))
            for each in self.members
            if isinstance(each, dict) and "name" in each and "code" in each
        }

    def _table(self, code: str) -> dict[str, object]:
        municipality = self.register.municipalities[code]
        return {"code": code, "name": municipality.name, "also": [municipality.official_name]}

    def _in_county(self, name: str) -> list[str]:
        counties = {
            each.county_code: (each.county, each.county.removesuffix("s län"))
            for each in self.register.municipalities.values()
        }
        code = self.exact(name, lambda text: find(text, counties), "members.county")
        return [municipality.code for municipality in self.register.in_county(code)]

    def _municipality(self, name: str, path: str) -> str:
        return self.exact(name, self.register.find, path)

    def exact(self, name: str, finder: Callable[[str], Found], path: str) -> str:
        """Return the code of exactly that name; otherwise note a problem and return ""."""
        try:
            found = finder(name)
        except UnknownMemberError as error:
            nearest = error.nearest
        else:
            if found.is_exact:
                return found.key
            nearest = (found.name,)
        allowed = f"a known name: {', '.join(nearest)}?"
        self.problems.append(FileProblem(path, "unknown_member", repr(name), allowed))
        return ""

    def with_codes(self, value: object, path: str) -> object:
        """Return a condition's table with codes for the names in its "these_members" kinds."""
        if isinstance(value, list):
            return [self.with_codes(each, f"{path}.{at}") for at, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        members = value.get("members")
        if value.get("kind") == "these_members" and isinstance(members, list):
            named = enumerate(members)
            codes = [self.exact(str(n), self.find, f"{path}.members.{at}") or n for at, n in named]
            return {**value, "members": codes}
        return {name: self.with_codes(each, f"{path}.{name}") for name, each in value.items()}


def _with_code(written: object) -> object:
    if not isinstance(written, dict) or "code" in written:
        return written
    name = unicodedata.normalize("NFD", str(written.get("name", "")))
    letters = name.encode("ascii", "ignore").decode()
    code = "-".join(re.findall(r"[a-z0-9]+", letters.casefold()))
    return {"kind": "agency", **written, "code": code}
