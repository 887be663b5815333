"""Reading pasted Swedish minutes: `read` gives drafts, `drafts_as_json` their JSON form.

One room per subject: mending a text (view, repair), its lines and paragraphs (lines, paragraphs,
items), its headings and sections, the deciding words (verbs, statements, verdict, proposals,
operative), and the single fields (bodies, municipalities, dates, meeting, case_numbers, amounts,
provisos, remarks). Plain regular expressions, no model, no guessing.
"""

from core.minutes.draft import Amount, Confidence, Draft, Found, Place, Proviso, Quote, Rate
from core.minutes.json_form import drafts_as_json
from core.minutes.reading import read

__all__ = [
    "Amount",
    "Confidence",
    "Draft",
    "Found",
    "Place",
    "Proviso",
    "Quote",
    "Rate",
    "drafts_as_json",
    "read",
]
