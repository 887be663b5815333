"""Writing long regular expressions as lists: one alternative a line."""


def any_of(alternatives: str) -> str:
    r"""Return a group that matches any of the alternatives, each on a line of its own.

    Earlier lines win. White space around a line is left out, so spaces within are written `\\s`.
    """
    lines = (line.strip() for line in alternatives.splitlines())
    return f"(?:{'|'.join(line for line in lines if line)})"
