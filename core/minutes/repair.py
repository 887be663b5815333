"""Mending what copying and scanning did to a text: characters, torn words, digits in words.

Only words of the minutes' own vocabulary are mended; names and prose are left as they stand.
"""

import re
import unicodedata

from core.minutes.pattern import any_of
from core.minutes.view import View

_MOJIBAKE = {
    good.encode().decode("latin-1"): good
    for good in "åäöÅÄÖéÉü§–—”“’»«\N{NO-BREAK SPACE}\N{SOFT HYPHEN}"
} | {good.encode().decode("cp1252", errors="ignore"): good for good in "åäöÅÄéÉü§–—”’"}
_BROKEN_BYTES = re.compile("|".join(sorted(map(re.escape, _MOJIBAKE), key=len, reverse=True)))
_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "…": "..."}
_LIGATURE = re.compile("|".join(_LIGATURES))
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_SOFT_BREAK = re.compile("\u00ad[ \t]*\n[ \t]*")
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_ODD_HYPHEN = re.compile("[\u2010\u2011\u2012\u2212]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_COMBINED = re.compile("[A-Za-z][\u0300-\u036f]+")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_TORN_SENTENCE = re.compile(
    r"(?<=[a-zåäö,])[ \t]*\n(?:[ \t]*\n)+(?=[a-zåäö]{2})(?!att\b)|(?<=\d)\n(?:[ \t]*\n)+(?=\d{3}\b)"
)
"""A blank line in the middle of a sentence, as text from a PDF has them."""
_MARKUP = re.compile(r"\*\*|__|^#{1,6}[ \t]+|^>[ \t]?", re.MULTILINE)

_VOCABULARY = """
    kommunfullmäktige kommunfullmäktiges fullmäktige kommunstyrelsen kommunstyrelsens
    socialnämnden socialnämndens omsorgsnämnden omsorgsnämndens familjenämnden familjenämndens
    nämnden nämndens äldrenämnden arbetsutskott arbetsutskottet arbetsutskottets utskottet
    utskottets socialutskott socialutskottet kommun kommuns kommunen kommuner kommunerna samtliga
    beslut beslutet beslutar besluta beslutade beslutat förslag förslaget föreslår föreslås föreslog
    antar anta antas antog avslår avslå avslås avslog avstår avstå avböjer avböja bifaller bifalla
    bifall bifalls biföll fastställer fastställa fastställs godkänner godkänna godkänns beviljar
    bevilja tillstyrker tillstyrka avstyrker ställer bakom ansluter ansluta bordlägger bordlägga
    bordläggs bordlades återremitterar återremittera återremitteras återremiss noterar notera
    lägger läggs handlingarna överlämnar överlämna rekommendation rekommendationen finansiering
    förutsättning förutsatt villkor yrkande yrkanden yrkar reservation reservationer reserverar
    sammanfattning ärendet ärende bakgrund beslutsunderlag beslutsgång proposition omröstning
    votering protokollsanteckning sammanträdesprotokoll sammanträdesdatum protokoll
    protokollsutdrag diarienummer paragraf kronor invånare miljoner skickas expedieras inte
    januari februari mars april juni juli augusti september oktober november december
""".split()  # noqa: SIM905  # a list of words
_LOOKALIKES = str.maketrans("01i|åäöé5", "olllaaoes")


def _shape(word: str) -> str:
    """Return what a scanner may see alike: no diacritics, one sign for l, I, 1 and i, m for rn."""
    return word.casefold().translate(_LOOKALIKES).replace("rn", "m")


_BY_SHAPE: dict[str, str] = {}
for _word in _VOCABULARY:
    _BY_SHAPE.setdefault(_shape(_word), _word)
_KNOWN = frozenset(_VOCABULARY)
_WORD = re.compile(r"(?<![\w@./-])[\w|]*[^\W\d_][\w|]*(?![\w@]|\.\w)")
_TORN_INITIAL = re.compile(r"(?<!\w)([A-ZÅÄÖ])[ \t]([a-zåäö]{3,})(?!\w)")
_SPACED_OUT = re.compile(r"(?<!\w)(?:\w[ \t]){3,}\w(?!\w)")
_TORN_WORD = re.compile(r"(?<!\w)([A-Za-zÅÄÖåäö]{2,})[ \t](?=([a-zåäö]{2,})(?!\w))")
_LETTER_IN_NUMBER = re.compile(
    any_of(
        r"""
        (?<=§)\s*[lI|OoS\d]{1,4}(?=[\s,.:/]|$)
        (?<=\d)[lIO](?=[\d/-])
        (?<=[-/])[lIO](?=\d)
        (?<=-\d)[lIO](?!\w)
        """
    ),
    re.MULTILINE,
)
_DIGITS = str.maketrans("lI|OoS", "111005")
_HYPHENATED = re.compile(r"(?<=[a-zåäö])-[ \t]*\n[ \t]*(?!(?:och|eller|samt|till)\b)(?=[a-zåäö])")


def characters_mended(view: View) -> View:
    """Return the view with one kind of space, line end and hyphen, and no invisible characters."""
    view = view.rewrite(_COMBINED, lambda m: unicodedata.normalize("NFC", m.group()))
    view = view.rewrite(_BROKEN_BYTES, lambda m: _MOJIBAKE[m.group()])
    view = view.rewrite(_LINE_END, "\n").rewrite(_SOFT_BREAK, "").rewrite(_INVISIBLE, "")
    view = view.rewrite(_ODD_SPACE, " ").rewrite(_ODD_HYPHEN, "-")
    view = view.rewrite(_LIGATURE, lambda m: _LIGATURES[m.group()])
    view = view.rewrite(_MARKUP, "").rewrite(_INDENT, "")
    return view.rewrite(_TORN_SENTENCE, "\n")


def words_mended(view: View) -> View:
    """Return the view with torn and misread words of the vocabulary as they should be."""
    view = view.rewrite(_SPACED_OUT, _closed_up).rewrite(_TORN_INITIAL, _rejoined)
    view = view.rewrite(_TORN_WORD, _reglued).rewrite(_WORD, _reread)
    return view.rewrite(_LETTER_IN_NUMBER, lambda m: m.group().translate(_DIGITS))


def lines_rejoined(view: View) -> View:
    """Return the view with words that were hyphenated at a line's end in one piece."""
    mended = view.rewrite(_HYPHENATED, "")
    return mended if mended is view else mended.rewrite(_WORD, _reread)


def flat(view: View) -> View:
    """Return the view with every run of white space as one space: one sentence, one line."""
    return view.rewrite(re.compile(r"\s+"), " ")


def _closed_up(match: re.Match[str]) -> str:
    """Close "B e s l u t" up, if that makes a known word."""
    word = re.sub(r"\s", "", match.group())
    return word if word.casefold() in _KNOWN else match.group()


def _rejoined(match: re.Match[str]) -> str:
    word = "".join(match.groups())
    return word if _shape(word) in _BY_SHAPE else match.group()


def _reglued(match: re.Match[str]) -> str:
    """Glue "Social nämnden" and "kommunfull mäktige", unless both halves are words themselves."""
    first, second = match.groups()
    whole = first + second
    if whole.casefold() not in _KNOWN or {first.casefold(), second.casefold()} <= _KNOWN:
        return match.group()
    return first


def _reread(match: re.Match[str]) -> str:
    """Read "Kornmunstyrelsen", "bes1utar" and "foreslar" as the known words they look like."""
    word = match.group()
    if word.casefold() in _KNOWN:
        return word
    known = _BY_SHAPE.get(_shape(word))
    if known is None or not _is_damaged(word):
        return word
    if word.isupper():
        return known.upper()
    starts_high = word[0].isupper() and not (word[0] == "I" and known[0] == "l")
    return known.capitalize() if starts_high else known


def _is_damaged(word: str) -> bool:
    """Return whether a word of a known shape is surely a misreading (not another real word)."""
    return len(word) > 4 or any(c.isdigit() or c == "|" for c in word)  # noqa: PLR2004  # short words have twins
