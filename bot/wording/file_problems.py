"""What is wrong in an agreement file, as a sentence: the field, what stands there, what may."""

from bot.texts import Texts
from core.errors import FileProblem


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
