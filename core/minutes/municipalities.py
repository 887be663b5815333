"""Which municipality a text speaks for: its head, "för Ekerö kommuns del", a mail address.

A municipality that is only mentioned beside others decides nothing: then the field stays empty.
"""

import re
from functools import lru_cache

from core.minutes.draft import Confidence, Found
from core.minutes.view import View
from core.register import Register, shipped_register

_GOTLAND = "0980"
_REGION_WORDS = r"(?:Region|Landstinget|Landstinget\s+i|Regionförbundet|Länsstyrelsen\s+i)\s+"
_ENDS_ALIKE = ("s", "x", "z")
_FOLD = str.maketrans("åäöéü", "aaoeu")
_ADDRESS = re.compile(r"(?:@|www\.|https?://)(?:[\w-]+\.)*([\w-]+)\.(?:se|nu)\b", re.IGNORECASE)
_ORDINARY = frozenset(
    "Ale Berg Boden Eda Hjo Kil Lund Mark Mora Nora Sala Salem Vara Åre".split()  # noqa: SIM905  # words
)
"""Names that are also surnames, first names or words: they need "kommun" beside them."""


def _forms(name: str) -> tuple[str, ...]:
    genitive = name if name.endswith(_ENDS_ALIKE) else f"{name}s"
    return (genitive, name) if genitive != name else (name,)


@lru_cache(maxsize=1)
def _by_form() -> dict[str, str]:
    """Return the code by each form of a name, in title and in upper case."""
    found: dict[str, str] = {}
    for code, municipality in _register().municipalities.items():
        for form in _forms(municipality.name):
            found[form] = found[form.upper()] = code
    found["Falu"] = found["FALU"] = "2080"  # the one that isn't a genitive: Falu kommun
    return found


def _register() -> Register:
    return shipped_register()


@lru_cache(maxsize=1)
def _names() -> str:
    forms = sorted(_by_form(), key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)


@lru_cache(maxsize=1)
def _with_kommun() -> re.Pattern[str]:
    """Match "Ljungby kommun" and "GÖTEBORGS STAD", but no list of several "kommuner"."""
    return re.compile(
        rf"(?<![\w-])(?P<name>{_names()})\s+(?i:kommun|stad)(?:s|S|en)?(?!\w)"
        r"|(?P<gotland>Region\s+Gotland|REGION\s+GOTLAND)s?(?!\w)"
    )


@lru_cache(maxsize=1)
def _own_part() -> re.Pattern[str]:
    """Match "Ljungbys bidrag", "för Ekerös del", "Växjö kommuns kostnad"."""
    return re.compile(
        rf"(?<![\w-])(?P<name>{_names()})(?:\s+(?:kommun|stad)s?)?\s+"
        r"(?:årliga\s+)?(?:bidrag|andel|del|kostnad|avgift|insats|medverkan|anslutning)(?:en)?\b"
    )


@lru_cache(maxsize=1)
def _body_in() -> re.Pattern[str]:
    """Match "Socialnämnden i Ljungby", "Åtvidabergs kommunstyrelse"."""
    return re.compile(
        rf"(?i:nämnden|styrelsen|fullmäktige|utskottet?)\s+i\s+(?P<name>{_names()})"
        r"(?:\s+(?:kommun|stad))?(?!\w)(?!\s+läns?\b)"
        rf"|(?<![\w-])(?P<name2>{_names()})\s+(?:kommunstyrelse|kommunfullmäktige|\w*nämnd)(?:en)?\b"
    )


@lru_cache(maxsize=1)
def _alone() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?<!Region\s)(?<!Landstinget\s)(?P<name>{_names()})(?!\w)"
        r"(?!\s+(?:läns?|universitet|högskola|tingsrätt|lasarett)\b)(?![\w-]*@)"
    )


def named_in_head(text: str) -> str | None:
    """Return the code of the first "X kommun" or "X stad" of a text, None if there is none."""
    hits = _hits(View.of(text), _with_kommun())
    return hits[0][0] if hits else None


def municipality_lines(line: str) -> str:
    """Return the line with "X kommun" and "X stad" blanked out."""
    return _with_kommun().sub(lambda m: " " * len(m.group()), line)


def municipality_of(
    head: View, document_head: View, decision: View, whole: View
) -> Found[str] | None:
    """Return the code of the municipality whose decision this is.

    The paragraph's own head is asked first, then the document's, then the decision itself, then
    what the text says about "our" part, then addresses, then mentions. Where a step names two
    municipalities, the field stays empty.
    """
    steps = (
        (head, _with_kommun(), Confidence.STATED),
        (head, _body_in(), Confidence.STATED),
        (document_head, _with_kommun(), Confidence.STATED),
        (decision, _with_kommun(), Confidence.STATED),
        (whole, _body_in(), Confidence.LIKELY),
        (whole, _own_part(), Confidence.LIKELY),
        (head, _alone(), Confidence.LIKELY),
        (head, None, Confidence.LIKELY),
        (whole, _with_kommun(), Confidence.LIKELY),
        (whole, None, Confidence.LIKELY),
        (whole, _alone(), Confidence.UNCERTAIN),
    )
    for view, pattern, confidence in steps:
        hits = _hits(view, pattern) if pattern else _addresses(view)
        codes = {code for code, _, _ in hits}
        if len(codes) == 1:
            code, start, end = hits[0]
            return Found(code, view.place(start, end), confidence)
        if len(codes) > 1:
            return None
    return None


def _hits(view: View, pattern: re.Pattern[str]) -> list[tuple[str, int, int]]:
    found = []
    for match in pattern.finditer(view.text):
        if "gotland" in match.re.groupindex and match["gotland"]:
            found.append((_GOTLAND, match.start(), match.end()))
            continue
        written = match["name"] or match.groupdict().get("name2") or ""
        name = " ".join(written.split())
        code = _by_form().get(name) or _by_form().get(name.title())
        if code is None or (pattern is _alone() and name.title() in _ORDINARY):
            continue
        if not _is_region(view.text, match.start()):
            found.append((code, match.start(), match.end()))
    return found


def _is_region(text: str, start: int) -> bool:
    return re.search(rf"{_REGION_WORDS}$", text[max(0, start - 30) : start]) is not None


@lru_cache(maxsize=1)
def _by_domain() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, municipality in _register().municipalities.items():
        plain = municipality.name.casefold().translate(_FOLD)
        for domain in {plain.replace(" ", ""), plain.replace(" ", "-"), plain.replace("-", "")}:
            found[domain] = "" if domain in found and found[domain] != code else code
    return found


def _addresses(view: View) -> list[tuple[str, int, int]]:
    """Return municipalities by their internet domain; "habo.se" is Habo, "habo" of Håbo unclear."""
    hits = []
    for match in _ADDRESS.finditer(view.text):
        code = _by_domain().get(match[1].casefold().translate(_FOLD))
        if code:
            hits.append((code, match.start(), match.end()))
    return hits


def named_in(words: str) -> tuple[str, ...]:
    """Return the codes of all municipalities that are named, in the order of the words."""
    found: dict[str, None] = {}
    for code, _, _ in sorted(_hits(View.of(words), _alone()), key=lambda hit: hit[1]):
        found.setdefault(code)
    return tuple(found)
