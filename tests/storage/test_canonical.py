"""One text for one value, in the manner of RFC 8785."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answer import Outcome
from core.errors import NaiveTimeError
from storage.canonical import canonical

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ("Sn § 63 – “ja”", '"Sn § 63 – “ja”"'),
        ('\x00\x1f\b\t\n\f\r"\\/\x7f\u2028', '"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\x7f\u2028"'),
        (date(2017, 8, 23), '"2017-08-23"'),
        (datetime(2017, 9, 4, 7, tzinfo=UTC), '"2017-09-04T07:00:00.000000Z"'),
        (
            datetime(2017, 9, 4, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=2))),
            '"2017-09-04T07:00:00.000005Z"',
        ),
        (Outcome.ADOPTS, '"adopts"'),
        (2**53 - 1, "9007199254740991"),
    ],
)
def test_canonical_has_one_text_for_a_value(value: object, text: str) -> None:
    assert canonical(value) == text


def test_canonical_sorts_keys_by_utf16_code_units() -> None:
    """RFC 8785, 3.2.3: so the emoji comes before U+FB33."""
    keys = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}
    assert list(json.loads(canonical(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]


@given(VALUES)
def test_canonical_of_what_was_read_back_is_the_same_text(value: object) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize("value", [1.5, 2**53, {1, 2}, b"x"])
def test_canonical_refuses_what_has_no_exact_text(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical(value)


def test_canonical_refuses_half_a_character() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


def test_canonical_refuses_a_moment_without_a_time_zone() -> None:
    with pytest.raises(NaiveTimeError):
        canonical(datetime(2017, 9, 4))  # noqa: DTZ001  # that is what is refused
