"""The headings that Swedish minutes use, by what each announces.

One form a line. The order matters: "Förslag till beslut på sammanträdet" is a motion before it is a
proposal, "Beslutet skickas till" a list of recipients before it is a decision.
"""

import re
from enum import Enum

from core.minutes.bodies import NAME
from core.minutes.pattern import any_of


class Kind(Enum):
    """What a section holds."""

    HEAD = "head"
    DECISION = "decision"
    PROPOSAL = "proposal"
    MOTION = "motion"
    PROCEDURE = "procedure"
    RESERVATION = "reservation"
    REASONS = "reasons"
    BASIS = "basis"
    SENT = "sent"
    SIGNED = "signed"
    PRESENT = "present"


_MORE = r"(?:\s+.{0,50})?"
_ABOUT = r"(?:\s+(?:och|av|om|för|från|i)\s.{0,50})?"
_WHOSE = rf"(?:(?:{NAME}s?|[\wåäö:-]+s|[\wåäö:.() -]{{2,60}}?s)\s+)?"
_ITS_BODY = rf"(?:\s+(?:i|till|från|av)\s+{NAME})?"
_SITTING = r"(?:dagens\s+)?(?:sammanträdet?|mötet?|dagens)"

_MOTION = any_of(
    rf"""
    {_WHOSE}(?:[\w-]+\s+)?\w*(?<!best)yrkande(?:n|t|na)?(?:\s+(?:på|under|vid|i|från|om|till)\s.{{0,40}})?
    {_WHOSE}förslag(?:\s+till\s+beslut)?\s+(?:på|under|vid)\s+{_SITTING}
    (?:ändrings|mot|tilläggs|alternativ)\w*\s?förslag
    alternativa?\s+förslag
    förslag\s+och\s+yrkanden?
    yttranden?\s+i\s+ärendet
    inlägg|anföranden?
    """
)
_PROCEDURE = any_of(
    rf"""
    besluts?(?:gång|ordning)(?:en)?{_MORE}
    proposition(?:er|en|sordning|sordningen|sgång)?{_MORE}
    omröstning\w*{_MORE}
    votering\w*{_MORE}
    ajournering(?:ar)?|röstning
    """
)
_WHAT_IS_SENT = any_of(
    r"""
    besluts?(?:et)?\s+
    (?:protokolls)?utdrag(?:et)?\s+
    kopia(?:\s+av\s+beslutet)?\s+
    paragrafen\s+
    svar(?:et)?\s+
    """
)
_IS_SENT = any_of(
    r"""
    skicka[ts]?|sänds?|översänds?|meddelas?|lämnas
    expedier(?:as|ad|ing|ats?)?
    delge(?:s|tt)?
    """
)
_SENT = any_of(
    rf"""
    {_WHAT_IS_SENT}?(?:ska\s+)?{_IS_SENT}(?:\s*(?:till|för)\b.{{0,60}})?
    kopia(?:\s+(?:till|för).{{0,40}})?
    (?:(?:protokolls)?utdrag|besluts?(?:et)?|delgivning|exp\.?)\s+till
    delgivning|exp\.?|sändlista|mottagare|expedieringslista|beslutsmottagare
    för\s+(?:kännedom|verkställighet|åtgärd)
    """
)
_BASIS = any_of(
    rf"""
    (?:besluts?)?underlag(?:et)?{_ABOUT}
    (?:besluts?)?underlag(?:et)?\s+till\s.{{0,40}}
    (?:ärendets\s+)?handlingar(?:\s+i\s+ärendet|\s+som.{{0,40}})?
    bilag(?:a|or){_MORE}
    dokument|källor|underlagshandlingar
    """
)
_RESERVATION = any_of(
    rf"""
    (?:skriftlig\s+)?reservation(?:er)?{_MORE}
    (?:till\s+)?protokolls?anteckning(?:ar|en)?{_MORE}
    särskil(?:t|da)\s+yttrande\w*{_MORE}
    jäv{_MORE}
    deltar\s+(?:inte|ej)\s+i\s+beslute[tn]{_MORE}
    deltagande\s+i\s+beslut\w*
    avvikande\s+mening(?:ar)?
    anteckning(?:ar)?\s+till\s+protokollet
    """
)
_SIGNED = any_of(
    r"""
    vid\s+protokollet|justera[st]\w*|justerare|digital\s+justering
    (?:bevis\s+om\s+)?anslag(?:/bevis|sbevis)?
    underskrift(?:er)?|som\s+ovan|rätt\s+utdraget|in\s+fidem
    utdrag(?:et)?\s+bestyrk\w*.{0,30}
    (?:enligt|på)\s+uppdrag
    protokollet\s+är\s+justerat.{0,60}
    hur\s+man\s+överklagar.{0,30}|överklagande|besvärshänvisning
    """
)
_PRESENT = any_of(
    r"""
    (?:beslutande|närvarande|tjänstgörande)(?:\s+.{0,40})?
    (?:icke|ej)\s+tjänstgörande.{0,20}
    ersättare|ledamöter|frånvarande|paragrafer
    övriga(?:\s+(?:närvarande|deltagare))?
    (?:justeringens\s+)?plats(?:\s+och\s+tid)?
    tid(?:\s+och\s+plats)?
    utse(?:s|dd)?\s+(?:att\s+justera|justerare)
    """
)
_PROPOSED = rf"(?:besluts?|ställningstagande|yttrande|{NAME}(?:\s+(?:och|samt)\s+{NAME})?)"
_PROPOSAL = any_of(
    rf"""
    {_WHOSE}\w*förslag(?:et)?(?:\s+till\s+{_PROPOSED}){{0,2}}{_ITS_BODY}
    {NAME}\s+föreslås\s+(?:besluta|fatta).{{0,40}}
    förslag\s+till\s+{NAME}s\s+beslut
    """
)
_MATTER = r"(?:\s+i\s+ärendet|\s+för\s+egen\s+del|\s+till\s+protokollet|\s*\(\w+\))"
_WHEN = r"(?:\s+\d{4}-\d\d-\d\d(?:,?\s*§\s*\d+)?)"
_DECISION = any_of(
    rf"""
    {_WHOSE}(?:delegations|ordförande|brådskande\s+)?beslut{_MATTER}?{_ITS_BODY}{_WHEN}?
    besluts?formulering
    """
)
_REASONS = any_of(
    rf"""
    (?:kort\s+)?sammanfattning{_MORE}
    (?:ärende)?bakgrund{_MORE}
    ärende(?:t|beskrivning(?:en)?|information)?
    (?:kort\s+)?beskrivning\s+av\s+ärendet.{{0,30}}
    (?:\w+s\s+)?(?:bedömning|överväganden?){_ABOUT}
    (?:{NAME}s\s+)?(?:yttrande|synpunkter|ställningstagande)
    motivering(?:\s+.{{0,40}})?
    skäl(?:en)?\s+(?:för|till)\s.{{0,40}}
    tidigare\s+(?:beslut|behandling|beredning).{{0,40}}
    ärendets\s+(?:\w+\s+)?(?:beredning|behandling|gång|hantering)
    (?:tidigare\s+)?beredning(?:\s+.{{0,40}})?
    {NAME}s\s+(?:behandling|beredning|handläggning)(?:\s+.{{0,40}})?
    finansiering(?:\s+(?:och|av)\s.{{0,40}})?
    (?:samhälls)?ekonomi(?:sk\w*)?(?:\s+(?:konsekvens|analys|bedömning|påverkan|och).{{0,40}})?
    \w*konsekvens(?:er|analys|beskrivning|bedömning)?{_ABOUT}
    (?:information|utredning){_ABOUT}
    syfte(?:\s+.{{0,30}})?
    juridi\w+(?:\s+.{{0,30}})?
    \w*analys|historik|inledning|diskussion|överläggning|jämförelser?|remiss\w*
    samråd|samverkan|tidplan(?:er)?|uppföljning|lagstiftning|uppdrag(?:et)?
    dagens\s+sammanträde
    """
)
HEADINGS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        (Kind.MOTION, _MOTION),
        (Kind.PROCEDURE, _PROCEDURE),
        (Kind.SENT, _SENT),
        (Kind.BASIS, _BASIS),
        (Kind.RESERVATION, _RESERVATION),
        (Kind.SIGNED, _SIGNED),
        (Kind.PRESENT, _PRESENT),
        (Kind.PROPOSAL, _PROPOSAL),
        (Kind.DECISION, _DECISION),
        (Kind.REASONS, _REASONS),
    )
)
"""The kinds with a pattern that a whole heading must match, in the order of trial."""
