"""Whoever alters a chain of entries is found out, and the altered entry is named."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.canonical import canonical
from storage.chain import (
    BEGINNING,
    ChainProblem,
    Damage,
    Entry,
    Head,
    check_chain,
    digest_of,
    head_of,
    link,
)

Chain = list[Entry]


def chain_of(count: int) -> Chain:
    """A chain of entries that say different things."""
    chain: Chain = []
    for number in range(1, count + 1):
        chain.append(
            link({"kind": "answer", "content": {"member": f"{number:04}"}}, head_of(chain))
        )
    return chain


def renumbered(chain: Chain) -> Chain:
    """The chain with places counted anew, as somebody would who hides a removal."""
    return [replace(entry, place=place) for place, entry in enumerate(chain, start=1)]


def changed(entry: Entry, *, rehash: bool) -> Entry:
    """The entry with another content, with its old hash or a fitting one."""
    said = json.loads(entry.text)
    text = canonical({**said, "content": {"member": "9999"}})
    return Entry(entry.place, text, digest_of(text) if rehash else entry.hash)


@given(st.integers(0, 30))
def test_untouched_chain_has_no_problems(count: int) -> None:
    chain = chain_of(count)
    assert check_chain(chain, head_of(chain)) == ()


@given(st.data())
def test_earlier_head_of_a_chain_that_has_grown_is_no_problem(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(1, 20)))
    earlier = head_of(chain[: data.draw(st.integers(0, len(chain)))])
    assert check_chain(chain, earlier) == ()


@given(st.data())
def test_changed_entry_is_named(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(1, 20)))
    at = data.draw(st.integers(0, len(chain) - 1))
    chain[at] = changed(chain[at], rehash=False)
    assert check_chain(chain) == (ChainProblem(Damage.CHANGED, at + 1),)


@given(st.data())
def test_changed_entry_with_a_fitting_hash_is_named_by_the_one_after_it(
    data: st.DataObject,
) -> None:
    chain = chain_of(data.draw(st.integers(2, 20)))
    at = data.draw(st.integers(0, len(chain) - 2))
    chain[at] = changed(chain[at], rehash=True)
    assert check_chain(chain) == (ChainProblem(Damage.CHANGED, at + 1),)


@given(st.data())
def test_changed_last_entry_with_a_fitting_hash_shows_against_a_head(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(1, 20)))
    published = head_of(chain)
    chain[-1] = changed(chain[-1], rehash=True)
    assert check_chain(chain, published) == (ChainProblem(Damage.REWRITTEN, len(chain)),)


@given(st.data())
def test_removed_entry_is_named(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(2, 20)))
    at = data.draw(st.integers(0, len(chain) - 2))
    del chain[at]
    hidden = data.draw(st.booleans())
    found = check_chain(renumbered(chain) if hidden else chain)
    assert found == (ChainProblem(Damage.REMOVED, at + 1),)


@given(st.data())
def test_swapped_entries_are_named(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(2, 20)))
    at = data.draw(st.integers(0, len(chain) - 2))
    chain[at], chain[at + 1] = chain[at + 1], chain[at]
    assert check_chain(renumbered(chain)) == (
        ChainProblem(Damage.MOVED, at + 1),
        ChainProblem(Damage.MOVED, at + 2),
    )


@given(st.data())
def test_inserted_entry_is_named(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(1, 20)))
    at = data.draw(st.integers(0, len(chain) - 1))
    before = head_of(chain[:at])
    chain.insert(at, link({"kind": "answer", "content": {"member": "forged"}}, before))
    assert check_chain(renumbered(chain)) == (ChainProblem(Damage.INSERTED, at + 1),)


@given(st.data())
def test_cut_tail_shows_against_a_head(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(1, 20)))
    kept = data.draw(st.integers(0, len(chain) - 1))
    assert check_chain(chain[:kept], head_of(chain)) == tuple(
        ChainProblem(Damage.CUT, gone) for gone in range(kept + 1, len(chain) + 1)
    )


@given(st.data())
def test_chain_computed_anew_from_some_entry_on_shows_against_a_head(data: st.DataObject) -> None:
    chain = chain_of(data.draw(st.integers(1, 20)))
    published = head_of(chain)
    at = data.draw(st.integers(0, len(chain) - 1))
    forged = chain[:at]
    for entry in chain[at:]:
        said = json.loads(entry.text)
        forged.append(link({"kind": said["kind"], "content": {"member": "x"}}, head_of(forged)))
    assert check_chain(forged) == ()
    assert check_chain(forged, published) == (ChainProblem(Damage.REWRITTEN, len(chain)),)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:0],
        lambda text: f"[{text}]",
        lambda text: text.replace('"sequence":2', '"sequence":"two"'),
        lambda text: text.replace(":", ": ", 1),
        lambda text: text[:-1],
    ],
)
def test_entry_that_cannot_be_read_is_named_as_changed(spoil: Callable[[str], str]) -> None:
    chain = chain_of(3)
    chain[1] = replace(chain[1], text=spoil(chain[1].text))
    assert check_chain(chain) == (ChainProblem(Damage.CHANGED, 2),)


def test_head_is_read_as_it_was_written() -> None:
    head = head_of(chain_of(3))
    assert Head.read(f" {head}\n") == head


@pytest.mark.parametrize("text", ["", "3", "3:abc", f"x:{BEGINNING}", BEGINNING])
def test_head_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Head.read(text)
