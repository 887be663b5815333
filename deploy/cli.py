"""The `samtliga` command: look things up, check a file, run the bot, show the demo.

Exit status 0, or 2 with one clear line on stderr. `--json` prints money as `amount_ore` and shares
as exact fractions in text.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import Settings
from bot.texts import Texts, texts_in
from bot.wording.errors import error_sentence
from core.errors import RecommendationFileError, SamtligaError
from deploy import lookups, operations, record_cli
from deploy.minutes import read_minutes
from deploy.offline import OperatorError

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OnDay = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="On a day.")]
InWorkspace = Annotated[
    str | None, typer.Option("--workspace", help="The Slack team's id, if there are several.")
]
Member = Annotated[str, typer.Argument(help="A name or a code: Ljungby, 0781.")]
Key = Annotated[str, typer.Argument(help="A recommendation's key: skl-2020.")]

app = typer.Typer(
    help="Decisions that many must take one by one: shares, answers, conditions, reminders.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def share(
    member: Member,
    recommendation: Annotated[str | None, typer.Argument(help="A key: skl-2020.")] = None,
    *,
    year: Annotated[int | None, typer.Option(help="That year beside the next: 2021.")] = None,
    json: AsJson = False,
    workspace: InWorkspace = None,
) -> None:
    """Show what a member pays, and how it was computed."""
    _print(lookups.share(member, recommendation, workspace, year=year, as_json=json))


@app.command()
def explain(member: Member, recommendation: Key, *, workspace: InWorkspace = None) -> None:
    """Show how a share came about, step by step, as a tree."""
    _print(lookups.explain(member, recommendation, workspace))


@app.command()
def status(
    recommendation: Key,
    *,
    on: OnDay = None,
    json: AsJson = False,
    workspace: InWorkspace = None,
) -> None:
    """Show who has answered what, and where the condition stands: now, or on a day."""
    if on is None:
        _print(lookups.status(recommendation, workspace, as_json=json))
    else:
        _print(lookups.past(recommendation, on.date(), workspace, as_json=json))


@app.command()
def history(
    member: Member,
    recommendation: Key,
    *,
    on: OnDay = None,
    json: AsJson = False,
    workspace: InWorkspace = None,
) -> None:
    """Show everything that a member has said, or had said by a day, and its decision's steps."""
    day = on.date() if on else None
    _print(lookups.history(member, recommendation, day, workspace, as_json=json))


@app.command()
def settle(  # noqa: PLR0913  # its options
    recommendation: Key,
    kronor: Annotated[str, typer.Argument(help="What came in: 500000, 26,50.")],
    origin: Annotated[str, typer.Argument(help="Where it came from: state grant 2016.")],
    *,
    repaid: Annotated[bool, typer.Option(help="Repaid, instead of taken off.")] = False,
    json: AsJson = False,
    workspace: InWorkspace = None,
) -> None:
    """Show what outside money would mean for each member; nothing is recorded."""
    _print(lookups.settle(recommendation, kronor, origin, workspace, repaid=repaid, as_json=json))


@app.command()
def agreements(*, json: AsJson = False) -> None:
    """List the recommendations that can be asked about and opened."""
    _print(lookups.agreements(as_json=json))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="An agreement file (TOML).")],
    *,
    json: AsJson = False,
) -> None:
    """Check an agreement file: whether it can be read, and what in it doesn't add up."""
    try:
        _print(lookups.check(file, as_json=json))
    except RecommendationFileError as error:
        _print(lookups.problems_in(error, as_json=json))
        raise


@app.command()
def whatif(
    text: Annotated[str, typer.Argument(help="For example: kronoberg-2018 Växjö nej")],
    *,
    workspace: InWorkspace = None,
) -> None:
    """Show what would follow if somebody answered otherwise; nothing is recorded."""
    _print(lookups.whatif(text, workspace))


@app.command()
def minutes(
    file: Annotated[str, typer.Argument(help="A text or PDF file; - for standard input.")],
    *,
    json: AsJson = False,
) -> None:
    """Read an extract of Swedish minutes into drafts of answers; nothing is recorded."""
    _print(read_minutes(file, as_json=json))


@app.command()
def coordinator(
    user: Annotated[str, typer.Argument(help="The person's Slack id: U012ABCDEF.")],
    *,
    workspace: InWorkspace = None,
) -> None:
    """Appoint a coordinator; the first one can't be appointed in Slack."""
    _print(operations.appoint(user, workspace))


@app.command()
def mandates(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns member and user.")],
    *,
    workspace: InWorkspace = None,
) -> None:
    """Give many mandates at once: who (Slack id) may answer for which member."""
    _print(operations.import_mandates(file, workspace))


@app.command()
def migrate() -> None:
    """Bring the record's schema up to this version."""
    _print(operations.migrate())


@app.command()
def run() -> None:
    """Run the bot; the settings are SAMTLIGA_* variables."""
    from deploy.running import run as run_bot  # noqa: PLC0415  # Slack's libraries are heavy

    run_bot()


@app.command()
def worker() -> None:
    """Send, without listening: one more process beside `run` (PostgreSQL, several processes)."""
    from deploy.running import run_sender  # noqa: PLC0415  # as above

    run_sender()


@app.command()
def audit() -> None:
    """Find what should have happened by now and hasn't; exit status 1 if anything."""
    found, t = operations.audit_lines(), texts()
    _print("\n".join(found) or t("Everything that was due has happened."))
    if found:
        raise typer.Exit(1)


record_cli.register(app)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is shown.")] = 8700,
) -> None:
    """Show the main job on a page, in a workspace of its own on this machine."""
    from deploy.demo import show_demo  # noqa: PLC0415  # the page's framework is heavy

    show_demo(port)


def main() -> None:
    """Run the command; what goes wrong is one clear line on stderr and exit status 2."""
    try:
        app()
    except SamtligaError as error:
        _fail(error_sentence(error, texts()))
    except OperatorError as error:
        _fail(str(error))


def texts() -> Texts:
    """Return the texts of the command line's language."""
    return texts_in(Settings().language)


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    sys.exit(2)


def _print(what: str | object) -> None:
    typer.echo(what if isinstance(what, str) else json.dumps(what, ensure_ascii=False, indent=2))
