"""The outermost boundary: what goes wrong becomes a sentence for the one who caused it.

A domain error says what is wrong and what to do. Anything else is logged with a reference, and
the person is given that reference.
"""

import logging
from secrets import token_hex

from bot.texts import Texts
from bot.wording.errors import error_sentence
from core.errors import SamtligaError

LOGGER = logging.getLogger(__name__)


def sentence_for(error: Exception, t: Texts) -> str:
    """Return what the person is told; an error that isn't ours is logged under a reference."""
    if isinstance(error, SamtligaError):
        return error_sentence(error, t)
    reference = token_hex(4)
    LOGGER.error("reference %s", reference, exc_info=error)
    return t(
        "Something went wrong, and nothing was recorded. Try again; if it happens again, tell"
        " whoever runs Samtliga this reference: {reference}",
        reference=reference,
    )
