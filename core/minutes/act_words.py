"""The words by which a Swedish body acts, by what each act is. One form a line."""

from enum import Enum

from core.minutes.pattern import any_of


class Act(Enum):
    """What a word does: the outcomes, and the acts that aren't outcomes."""

    ADOPT = "adopt"
    DECLINE = "decline"
    TABLE = "table"
    REFER_BACK = "refer_back"
    NOTE = "note"
    HAND_OVER = "hand_over"
    STRIKE = "strike"


_ADOPT = any_of(
    r"""
    anta(?:r|s|ges|gits?)?|antog(?:s)?
    bif(?:all(?:er|a|s|as|es|its?)?|öll(?:s)?)
    fastställ(?:er|a|s|as|de|des|ts?)
    bevilj(?:ar|a|as|ade|ades|ats?)
    godkän(?:ner|na|ns|nas|de|des|ts?)
    godta(?:r|s|ga|gas)?|godtog
    ställ(?:er|a|de|t)\s+(?:sig\s+)?(?:\w+\s+){0,3}?bakom
    ställ(?:er|a)\s+sig\s+positiv\w*
    tillstyrk(?:er|a|te|s|as|ts?)
    accepter(?:ar|a|as|ade|ats?)
    (?:säg(?:er|a)|tacka(?:r)?|svara(?:r)?)\s+(?:\w+\s+)?ja\b
    (?:ansluter|ansluta|anslöt)(?:\s+sig|\s+(?:\w+\s+){0,3}?till)|ansluts|anslutas
    biträd(?:er|a|s|as|de)
    (?:gå|går)\s+med\s+i
    (?:under)?teckna(?:r|s|de)?
    ingå(?:r)?\s+(?:i\s+)?(?:\w+\s+){0,2}?(?:avtal|överenskommelse|samverkan)\w*
    instäm(?:mer|ma|t|de)
    """
)
_ADOPT_WEAK = any_of(
    r"""
    delta(?:r|ga)?|deltog|medverka(?:r|de)?
    (?:med)?finansiera(?:r|s|de)?
    bidra(?:r|ga)?|betala(?:r|s)?|tillskjut(?:er|a|s)
    avsätt(?:er|a|s|as)|anslå(?:r|s)?|anvisa(?:r|s)?
    följ(?:er|a)\s+rekommendation\w*
    införa?(?:r|s)?|genomför(?:a|s)?
    överenskom\w+
    """
)
_DECLINE = any_of(
    r"""
    avslå(?:r|s|tt)?|avslog(?:s)?|avslagits?|avslag
    avstå(?:r|s|tt)?(?:\s+i?från)?|avstod
    avböj(?:er|a|de|s|as|ts?)
    avvisa(?:r|s|de|ts?)?
    avstyrk(?:er|a|te|s|as|ts?)
    förkasta(?:r|s|de|ts?)?
    motsätt(?:er|a)(?:\s+sig)?|motsatte(?:\s+sig)?
    (?:säg(?:er|a)|tacka(?:r)?|svara(?:r)?)\s+(?:\w+\s+)?nej
    ställ(?:er|a)\s+sig\s+(?:negativ|avvisande)\w*
    utträd(?:er|a)|säg(?:er|a|s)\s+upp|stå(?:r)?\s+utanför
    lämna(?:r)?\s+(?:samarbetet|samverkan|överenskommelsen|förbundet)
    """
)
_LATER = r"(?:nästa|nästkommande|ett\s+senare)"
_TABLE = any_of(
    rf"""
    bordlägg(?:er|a|s|as|es|ning(?:en)?)?|bordlade(?:s)?|bordlagts?|bordlagd
    skjut(?:er|a|s|as)\s+upp|sköts?\s+upp|uppskjut(?:er|a|s|as)
    avvakta(?:r)?\s+(?:med\b|beslut|ställningstagande|till)
    skjut(?:er|a|s)\s+(?:\w+\s+){{0,4}}?(?:till\s+{_LATER}|på\s+framtiden)
    (?:ta|tas|tar|återupptas?|återkommer)\s+(?:\w+\s+){{0,4}}?(?:upp\s+)?(?:på|vid|till)\s+{_LATER}
    """
)
_REFER = any_of(
    r"""
    återremitt(?:erar|era|eras|erade|erades|erats?|erad)|återremiss
    återförvisa(?:r|s)?|återsänd(?:er|a|s|as)
    """
)
_NOTE = any_of(
    r"""
    noter(?:ar|a|as|ade|ades|ats?)
    lägg(?:er|a|s|as)\b[^.;]{0,80}?\btill\s+handlingarna|till\s+handlingarna
    (?:ta(?:r|s)?|tog(?:s)?)\s+(?:\w+\s+){0,2}?(?:emot|del)\b
    tagit\s+(?:\w+\s+)?del|mottar|motta
    tacka(?:r)?\s+för\s+(?:\w+\s+)?(?:information|redovisning|föredragning)\w*
    antecknas?r?\b|antecknar
    för(?:er|a)?s?\s+(?:\w+\s+){0,3}?till\s+protokollet
    ta(?:r|s)?\s+(?:\w+\s+){0,3}?(?:information|redovisning|rapport)\w*
    till\s+(?:sig\s+)?information\w*|till\s+kännedom
    (?:informera|delge)(?:s|ts?)|redovisas?
    """
)
_HAND_OVER = any_of(
    r"""
    överlämna(?:r|s|de|ts?)?|lämna(?:r|s)?\s+över
    hänskjut(?:er|a|s|as)|översänd(?:er|a|s|as)|vidarebefordra(?:r|s)?
    """
)
_STRIKE = "(?:utgår|utgå|stryks)"

ACTS: tuple[tuple[Act, bool, str], ...] = (
    (Act.ADOPT, False, _ADOPT),
    (Act.ADOPT, True, _ADOPT_WEAK),
    (Act.DECLINE, False, _DECLINE),
    (Act.TABLE, False, _TABLE),
    (Act.REFER_BACK, False, _REFER),
    (Act.NOTE, False, _NOTE),
    (Act.HAND_OVER, False, _HAND_OVER),
    (Act.STRIKE, True, _STRIKE),
)
"""Each act, whether its words decide only where nothing clearer stands, and its words."""
