"""What is wrong in an agreement file, as a sentence: the field, what stands there, what may."""

from bot.texts import Texts, marked
from core.errors import FileProblem

ALLOWED_IN_FILES = (
    marked('"all", { county = "Kronobergs län" } or a list of names'),
    marked("a change that isn't below -100 %"),
    marked("a date: 2019-06-15"),
    marked("a floor_kr that isn't above ceiling_kr"),
    marked('a list: "..."'),
    marked("a member for the figure"),
    marked("a name for the fact"),
    marked('a number that isn\'t negative, or "not stated"'),
    marked("a table"),
    marked("a table with kind"),
    marked("a text that isn't empty"),
    marked('a text: "..."'),
    marked("a whole number"),
    marked("an end that isn't before the start"),
    marked("at least one"),
    marked("at most one part without amount_kr"),
    marked("each level's name once"),
    marked("each member in one class"),
    marked("each member once, under one of its names"),
    marked("either amount_kr or share"),
    marked("exactly one level with proposed = true"),
    marked("floor_kr, ceiling_kr or both"),
    marked("index numbers above 0"),
    marked('kronor: 4_200_000, 1.95 or "4 200 000", not negative'),
    marked("required"),
    marked("rounding only in the outermost key"),
    marked('share from 0 to 1: 0.0184, "25 %" or "1/2"'),
    marked('share: 0.0184, "25 %" or "1/2"'),
    marked("true or false"),
)
"""What `core.file_problem` says may stand in a field, so that the catalogue has it in Swedish."""


_BEFORE_NAMES = {
    "one of [sources]: ": marked("one of [sources]: {names}"),
    "one of ": marked("one of {names}"),
    "a known name: ": marked("a known name: {names}"),
    "a member's name: ": marked("a member's name: {names}"),
}
"""What stands before the names that are allowed."""


def file_problem_sentence(problem: FileProblem, t: Texts) -> str:
    """Return one problem as a sentence in the terms of the file."""
    allowed = " | ".join(_allowed(each, t) for each in problem.allowed.split(" | "))
    if problem.problem == "toml_syntax":
        return t(
            "{field}: this isn’t TOML: {found} ({reason})",
            field=t.known(problem.field),
            found=problem.found,
            reason=problem.allowed,
        )
    if problem.problem == "missing":
        return t("{field} is missing", field=problem.field)
    if problem.problem == "extra_forbidden":
        return t(
            "{field} isn’t a field here; allowed: {allowed}", field=problem.field, allowed=allowed
        )
    return t(
        "{field}: {found} won’t do; allowed: {allowed}",
        field=problem.field,
        found=problem.found,
        allowed=allowed,
    )


def _allowed(text: str, t: Texts) -> str:
    for beginning, message in _BEFORE_NAMES.items():
        if text.startswith(beginning):
            return t.known(message).format(names=text.removeprefix(beginning))
    return t.known(text)
