"""A mended copy of a text that still knows where each character stood in the original.

Everything in this package searches a view and reports places in the original, so that a person
can be shown the very words, damage included.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.minutes.draft import Place, Quote

Replacement = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class View:
    """Mended text; `starts[i]` and `ends[i]` are the original offsets of character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "View":
        """Return the view of an original text, unchanged."""
        return cls(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))

    def place(self, start: int, end: int) -> Place:
        """Return where text[start:end] stands in the original, without outer white space."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends or (0,))[-1]
            return Place(at, at)
        return Place(self.starts[start], self.ends[end - 1])

    def quote(self, start: int, end: int) -> Quote:
        """Return the words of text[start:end] on one line, and their place."""
        return Quote(" ".join(self.text[start:end].split()), self.place(start, end))

    def slice(self, start: int, end: int) -> "View":
        """Return the view of text[start:end]."""
        return View(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def rewrite(self, pattern: re.Pattern[str], replacement: Replacement) -> "View":
        """Return a view in which each match is replaced; the new text stands where it stood.

        A replacement of equal length keeps the places of single characters.
        """
        pieces: list[View] = []
        done = 0
        for match in pattern.finditer(self.text):
            new = replacement(match) if callable(replacement) else match.expand(replacement)
            if new == match.group():
                continue
            start, end = match.span()
            pieces += [self.slice(done, start), self._stand_in(new, start, end)]
            done = end
        if not pieces:
            return self
        return joined([*pieces, self.slice(done, len(self.text))])

    def _stand_in(self, new: str, start: int, end: int) -> "View":
        if len(new) == end - start:
            return View(new, self.starts[start:end], self.ends[start:end])
        begins, stops = self.starts[start], self.ends[max(start, end - 1)]
        return View(new, (begins,) * len(new), (stops,) * len(new))


def joined(pieces: Iterable[View]) -> View:
    """Return the pieces one after the other."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in pieces:
        texts.append(piece.text)
        starts.extend(piece.starts)
        ends.extend(piece.ends)
    return View("".join(texts), tuple(starts), tuple(ends))
