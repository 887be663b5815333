"""Damage that copying, scanning and PDF do to a text, and that must not alter what is read."""

import random
import re
import textwrap
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.minutes import drafts_as_json, read
from tests.core.minutes.extract_files import comparable, extracts

EXTRACTS = extracts()
SPACE, SOFT_HYPHEN = "\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}"


def non_breaking_spaces(text, chance):
    return "".join(SPACE if c == " " and chance.random() < 0.3 else c for c in text)


def soft_hyphens(text, chance):
    inside = re.compile(r"(?<=[a-zåäö]{3})(?=[a-zåäö]{3})")
    return inside.sub(lambda _: SOFT_HYPHEN if chance.random() < 0.2 else "", text)


def foreign_line_ends(text, chance):
    return text.replace("\n", "\r\n")


def wrapped_lines(text, chance):
    def wrapped(line):
        is_prose = len(line) > 60 and "\t" not in line and "   " not in line
        fill = textwrap.fill(line, 50, break_long_words=False, break_on_hyphens=False)
        return fill if is_prose else line

    return "\n".join(wrapped(line) for line in text.split("\n"))


def page_head_in_the_middle(text, chance):
    lines = text.split("\n")
    at = chance.randrange(len(lines) // 2, len(lines)) if len(lines) > 6 else len(lines)
    head = ["", "Justerandes sign        Utdragsbestyrkande", ""]
    lines[at:at] = [*head, f"SAMMANTRÄDESPROTOKOLL      {chance.randrange(2, 20)}(30)", ""]
    return "\n".join(lines)


def hyphenated_lines(text, chance):
    broken = []
    for line in text.split("\n"):
        breaks = [m.start() for m in re.finditer(r"(?<=[a-zåäö]{4})(?=[a-zåäö]{4})", line[20:])]
        at = 20 + chance.choice(breaks) if breaks and len(line) > 50 else len(line)
        broken.append(f"{line[:at]}-\n{line[at:]}" if at < len(line) else line)
    return "\n".join(broken)


def decomposed_letters(text, chance):
    return unicodedata.normalize("NFD", text)


def indented_lines(text, chance):
    return "\n".join(f"    {line}" for line in text.split("\n"))


def blank_lines_between(text, chance):
    return text.replace("\n", "\n\n")


def torn_initials(text, chance):
    return re.sub(r"\b([SKB])(?=(?:ocialnämnden|ommunstyrelsen|eslut)\b)", r"\1 ", text)


DAMAGES = [
    non_breaking_spaces, soft_hyphens, foreign_line_ends, wrapped_lines, page_head_in_the_middle,
    hyphenated_lines, decomposed_letters, indented_lines, blank_lines_between, torn_initials,
]  # fmt: skip


def some_pairs():
    """Three damages for each extract, in turn: every damage meets about thirty extracts."""
    for i, extract in enumerate(EXTRACTS):
        for step in (0, 3, 7):
            damage = DAMAGES[(i + step) % len(DAMAGES)]
            yield pytest.param(extract, damage, id=f"{extract.name}-{damage.__name__}")


@pytest.mark.parametrize(("extract", "damage"), tuple(some_pairs()))
def test_damage_alters_nothing_that_is_read(extract, damage):
    text = damage(extract.text, random.Random(extract.name))  # a seed, not a secret

    assert [comparable(draft) for draft in drafts_as_json(read(text))] == extract.expected


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from([*"aåSKnb §12/.,-:()\n\t", "Beslut\n", "att anta ", "§ 12 "])).map(
        "".join
    )
)
def test_read_takes_any_text_and_keeps_its_places_inside_it(text):
    for draft in drafts_as_json(read(text)):
        for start, end in [draft["place"], *draft["places"].values()]:
            assert 0 <= start <= end <= len(text)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(EXTRACTS), st.data())
def test_read_takes_any_part_of_an_extract(extract, data):
    start = data.draw(st.integers(0, len(extract.text)))
    end = data.draw(st.integers(start, len(extract.text)))
    part = extract.text[start:end]

    for draft in drafts_as_json(read(part)):
        assert set(draft["places"]) == set(draft["confidence"])
        assert not set(draft["missing"]) & set(draft["places"])
