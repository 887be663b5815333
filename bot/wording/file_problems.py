"""What is wrong in an agreement file, as a sentence: the field, what stands there, what may."""

from bot.texts import Texts, marked
from core.errors import FileProblem

ALLOWED_IN_FILES = (
    marked("a date: 2019-06-15"),
    marked('a list: "..."'),
    marked("a table"),
    marked("a table with kind"),
    marked("a text that isn't empty"),
    marked('a text: "..."'),
    marked("a whole number"),
    marked("at least one"),
    marked("required"),
    marked("true or false"),
)
"""What `core.file_problem` says may stand in a field, so that the catalogue has it in Swedish."""


def file_problem_sentence(problem: FileProblem, t: Texts) -> str:
    """Return one problem as a sentence in the terms of the file."""
    allowed = t.known(problem.allowed)
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
