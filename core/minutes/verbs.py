"""The words by which a body decides, and what each means.

A word is found with its negation: "att inte anta" and "avslår" decline, "avslår yrkandet" concerns
a motion, "godkänner informationen" only notes.
"""

import re
from dataclasses import dataclass

from core.minutes.act_words import ACTS, Act
from core.minutes.bodies import NAME
from core.minutes.pattern import any_of


@dataclass(frozen=True)
class Word:
    """A deciding word in a text: its act (negation counted in), where, and how strong it is.

    `on_motion`: its object is a motion or a procedural question. `is_weak`: it decides only if
    nothing clearer stands there ("deltar", "finansierar").
    """

    act: Act
    start: int
    end: int
    on_motion: bool = False
    is_weak: bool = False


_PATTERNS = tuple(
    (act, weak, re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE))
    for act, weak, words in ACTS
)
_NOT_BEFORE = re.compile(
    r"\b(?:inte|ej|icke|varken|utan\s+att)\s+(?:(?!utan\b)\w+\s+){0,3}$", re.IGNORECASE
)
_NOT_AFTER = re.compile(r"^\s+(?:sig\s+)?(?:inte|ej|icke)\b", re.IGNORECASE)
_NOT_INSIDE = re.compile(r"\b(?:inte|ej|icke)\b", re.IGNORECASE)
_MOTIONS = r"\w*yrkande\w*|reservation\w*|återremissen|jäv\w*|ordningsfråga\w*"
_OBJECT_MOTION = re.compile(rf"^\s+(?:[^.;,]{{0,60}}?)\b(?:{_MOTIONS})\b", re.IGNORECASE)
_NOTED = any_of(
    r"""
    information\w*|redovisning\w*|uppföljning\w*|anmälan
    \w*rapport(?:en|er|erna|eringen)?
    """
)
_OBJECT_NOTED = re.compile(rf"^\s+(?:\w+\s+){{0,4}}?{_NOTED}\b", re.IGNORECASE)
_ROUTINE = r"(?:dagordning\w*|föredragningslist\w*|sekretess|justering\w*|närvarorätt)"
_OBJECT_ROUTINE = re.compile(rf"^\s+(?:\w+\s+){{0,3}}?{_ROUTINE}", re.IGNORECASE)
_OBJECT_SELF = re.compile(
    r"^\s+(?:(?:inte|ej|från)\s+)*(?:att\s+delta\s+)?i\s+(?:\w+\s+)?"
    r"(?:beslut|överläggning|handläggning|omröstning)",
    re.IGNORECASE,
)
_FROM_COMMENT = re.compile(
    r"^\s*(?:från\s+)?(?:att\s+)?(?:lämna\s+|avge\s+)?(?:\w+\s+)?"
    r"(?:yttra|yttrande|synpunkt|kommenter|svara|rösta|delta\s+i\s+beslut)",
    re.IGNORECASE,
)
_CANCELS = re.compile(
    r"\b(?:upphäv(?:er|a|s)|ompröva(?:r)?|river?\s+upp)\s+[^.;\n]{0,60}?\bbeslut\w*", re.IGNORECASE
)
_PAST = re.compile(r"(?:lade|lades|lagts?|lagd|rade|rades|rats?|sköts? upp)$", re.IGNORECASE)
"""An open end in the past may be history: "ärendet bordlades vid förra sammanträdet"."""
_NOUNS = frozenset({"avslag", "bifall", "återremiss", "bordläggning"})
_MOVED = re.compile(
    r"(?<!besluta )(?<!beslutar )(?<!beslutade )"
    r"\b(?:om|yrka\w*|mot|på|för|till\s+förmån\s+för|förslag\w*)\s+$",
    re.IGNORECASE,
)
"""What stands before a noun that somebody moved: "yrkande om återremiss", not "beslutar om"."""
_PROPOSING = any_of(
    rf"""
    föreslå(?:r|s)?|föreslog|förordar?|förord[ae]s
    hemställ(?:er|a|de)
    rekommendera(?:r)?\s+{NAME}
    förslag\s+till\s+{NAME}(?:s\s+beslut)?
    """
)
PROPOSES = re.compile(rf"(?<!som\s)(?<!vad\s)\b{_PROPOSING}\b", re.IGNORECASE)
"""A word that makes what follows a proposal to somebody else."""


def words_in(text: str) -> tuple[Word, ...]:
    """Return the deciding words of a text, in its order, with negations counted in."""
    found = []
    for act, weak, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            word = _word(act, text, match, is_weak=weak)
            if word:
                found.append(word)
    end = min(_content_of_note(text, found), _cancelled(text))
    found = [word for word in found if word.start < end]
    return _without_overlaps(sorted(found, key=lambda w: (w.start, -w.end)))


def _cancelled(text: str) -> int:
    """Return where an earlier decision that is cancelled begins: "upphäva beslutet att avslå"."""
    match = _CANCELS.search(text)
    return match.end() if match else len(text)


def _content_of_note(text: str, words: list[Word]) -> int:
    """Return where what is only noted begins: "noterar att SKL har antagit ..." adopts nothing."""
    for word in words:
        if word.act is Act.NOTE and re.match(r"\s+(?:\w+\s+)?(?:om\s+)?att\b", text[word.end :]):
            return word.end
    return len(text)


def _word(act: Act, text: str, match: re.Match[str], *, is_weak: bool) -> Word | None:
    before, after = text[max(0, match.start() - 45) : match.start()], text[match.end() :]
    if _OBJECT_ROUTINE.match(after) or (is_weak and _OBJECT_SELF.match(after)):
        return None
    if act is Act.DECLINE and (_FROM_COMMENT.match(after) or _OBJECT_SELF.match(after)):
        return None
    if match.group().lower() in _NOUNS and _MOVED.search(before):
        return None
    on_motion = _OBJECT_MOTION.match(after) is not None
    if (
        act is Act.ADOPT
        and match.group().lower().startswith("godkän")
        and _OBJECT_NOTED.match(after)
    ):
        act = Act.NOTE
    if _is_negated(before, match.group(), after):
        if act is not Act.ADOPT:
            return None
        act, is_weak = Act.DECLINE, False
    is_past = act in {Act.TABLE, Act.REFER_BACK} and _PAST.search(match.group()) is not None
    return Word(act, match.start(), match.end(), on_motion, is_weak or is_past)


def _is_negated(before: str, word: str, after: str) -> bool:
    clause = re.split(r"[.;,:]|\butan\b|\bmen\b", before)[-1]
    return bool(
        _NOT_BEFORE.search(clause)
        or _NOT_AFTER.match(after)
        or (" " in word and _NOT_INSIDE.search(word))
    )


def _without_overlaps(words: list[Word]) -> tuple[Word, ...]:
    kept: list[Word] = []
    for word in words:
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return tuple(kept)
