"""Every text has its Swedish, and the Swedish has no field that the text doesn't give it."""

from deploy.translations import problems, read_catalogue, texts_in_code


def test_catalogue_is_complete():
    assert problems(read_catalogue()) == []


def test_texts_inside_f_strings_are_found_too():
    assert "Condition" in texts_in_code()
    assert ("{n} day left", "{n} days left") in texts_in_code()


def test_texts_of_what_a_call_returns_are_found_too():
    assert "{user} is now a coordinator." in texts_in_code()
