"""The names of bodies in Swedish prose: nämnder, utskott, kommunstyrelse, fullmäktige.

A body is found in nominative or genitive, in any case, and reported as a head would write it:
"SOCIALNÄMNDENS ARBETSUTSKOTT" is "Socialnämndens arbetsutskott".
"""

import re

_COMPOUND = r"(?:[a-zåäö]+-,?\s+){0,3}(?:(?:och|samt)\s+)?"
_KINDS = r"(?:social|sociala|humanistiska|tekniska|gemensamma|norra|södra|östra|västra|centrala)"
_FIELD = r"\s+för\s+[a-zåäö]+(?:(?:-?,\s+[a-zåäö]+)*-?\s+(?:och|samt)\s+[a-zåäö]+)?"
_BOARD = rf"(?:(?:{_KINDS}\s+)?{_COMPOUND}[a-zåäö]*nämnd(?:en)?(?:{_FIELD})?)"
_TOP = (
    r"(?:(?:kommun|stads|region|landstings|förbunds)fullmäktige|fullmäktige"
    r"|(?:kommun|region|landstings|förbunds)styrelsen?|(?:förbunds)?direktionen)"
)
_OWNER = rf"(?:{_TOP}|{_BOARD})"
_SUB = (
    rf"(?:(?:sociala|allmänna|tekniska|strategiska|första|andra)\s+)?{_COMPOUND}"
    r"[a-zåäö]*utskott(?:et)?(?:\s+för\s+[a-zåäö]+)?|presidi(?:um|et)"
    r"|(?:välfärds|budget|demokrati|fullmäktige|social|omsorgs)beredning(?:en)?"
)
NAME = rf"(?:(?:{_OWNER}s\s+|{_TOP}\s+)(?:{_SUB})|{_OWNER}|(?:{_SUB})|PKS)"
"""A regular expression (to be used with IGNORECASE) for a body's name without genitive."""

BODY = re.compile(rf"(?<![\w-])(?P<name>{NAME})(?P<genitive>s)?(?![\w])", re.IGNORECASE)

_SHORT = {
    "KF": "Kommunfullmäktige",
    "KS": "Kommunstyrelsen",
    "KSAU": "Kommunstyrelsens arbetsutskott",
    "KSAU1": "Kommunstyrelsens arbetsutskott",
    "AU": "Arbetsutskottet",
    "SN": "Socialnämnden",
    "SON": "Socialnämnden",
    "SNAU": "Socialnämndens arbetsutskott",
    "SNA": "Socialnämndens arbetsutskott",
    "SOU": "Socialutskottet",
    "SU": "Socialutskottet",
    "ON": "Omsorgsnämnden",
    "OMN": "Omsorgsnämnden",
    "VON": "Vård- och omsorgsnämnden",
    "VOON": "Vård- och omsorgsnämnden",
    "ÄN": "Äldrenämnden",
    "ÄON": "Äldreomsorgsnämnden",
    "IFN": "Individ- och familjenämnden",
    "IFO": "Individ- och familjenämnden",
    "BUN": "Barn- och utbildningsnämnden",
    "KSFU": "Kommunstyrelsens förvaltningsutskott",
    "VN": "Välfärdsnämnden",
    "HSN": "Hälso- och sjukvårdsnämnden",
}
SHORT_NAMES = frozenset(_SHORT)


def body_name(written: str) -> str:
    """Return the body as a head writes it: one line, a capital first, nominative."""
    name = " ".join(written.split()).replace("- ,", "-,")
    if name.upper() == "PKS":
        return "PKS"
    return name[:1].upper() + name[1:].lower()


def body_of_abbreviation(abbreviation: str) -> str | None:
    """Return the body that "Sn", "KSAU" or "VoON" stands for, or None if it isn't usual."""
    return _SHORT.get(abbreviation.upper())


def only_body(line: str) -> re.Match[str] | None:
    """Return the match if a line (without a municipality or a date) is nothing but a body."""
    match = BODY.search(line)
    if match is None or match["genitive"]:
        return None
    rest = line[: match.start()] + line[match.end() :]
    return match if not re.sub(r"[\W\d_]|\bi\b", "", rest) else None
