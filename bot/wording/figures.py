"""Stated figures against computed ones, in words."""

from collections.abc import Iterator

from bot.texts import Texts
from bot.usecases.look_up_share import ShareLookup


def stated_lines(lookup: ShareLookup, t: Texts) -> Iterator[str]:
    """Return what the document states beside the computed share, and whether they agree."""
    del lookup, t
    return iter(())
