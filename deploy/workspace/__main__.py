"""The workspace by itself, and what can be done to a running one, from the command line.

python -m deploy.workspace serve manifest.json --port 8700
python -m deploy.workspace fault rate_storm --target "chat.*" --times 3 --seconds 2
python -m deploy.workspace do drop_sockets
"""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import aiohttp
import typer

from deploy.workspace.clock import StoryClock
from deploy.workspace.faults import KINDS
from deploy.workspace.manifest import ManifestError
from deploy.workspace.server import PortTakenError
from deploy.workspace.wire import Json
from deploy.workspace.workspace import Workspace

PORT = 8700
app = typer.Typer(no_args_is_help=True, add_completion=False)
Port = Annotated[int, typer.Option(help="Where the workspace listens on loopback.")]


@app.command()
def serve(manifest: Path, port: Port = PORT, people: int = 3) -> None:
    """Serve an empty workspace with one app and some people, until interrupted."""
    try:
        asyncio.run(_serve(json.loads(manifest.read_text()), port, people))
    except KeyboardInterrupt:
        return
    except (OSError, ValueError, ManifestError, PortTakenError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


async def _serve(document: Json, port: int, people: int) -> None:
    clock = StoryClock(datetime.now(UTC), running=True)
    workspace = Workspace(clock=clock, team_name="Workspace")
    installed = workspace.install_app(document)
    members = [workspace.add_person(f"Person {number + 1}") for number in range(people)]
    workspace.add_channel("general", members=[*members, installed.bot_user_id])
    async with workspace.serve(port=port, page=True) as served:
        typer.echo(f"page            {served.url}/")
        typer.echo(f"base_url        {served.api_url}")
        typer.echo(f"bot token       {installed.bot_token}")
        typer.echo(f"app token       {installed.app_token}")
        typer.echo(f"signing secret  {installed.signing_secret}")
        await asyncio.Event().wait()


@app.command()
def fault(
    kind: Annotated[str, typer.Argument(help=", ".join(KINDS))],
    target: str = "*",
    times: int = 1,
    seconds: float = 1.0,
    port: Port = PORT,
) -> None:
    """Let something go wrong in a running workspace."""
    _order({"do": kind, "target": target, "times": times, "seconds": seconds}, port)


@app.command(name="do")
def carry_out(deed: str, port: Port = PORT, days: float = 1) -> None:
    """Drop or refresh sockets, revoke the token, uninstall, clear faults, or advance the clock."""
    _order({"do": deed, "days": days}, port)


def _order(order: Json, port: int) -> None:
    try:
        answer = asyncio.run(_post(order, port))
    except aiohttp.ClientError as error:
        typer.echo(f"No workspace answers on port {port}.", err=True)
        raise typer.Exit(2) from error
    typer.echo(answer.get("error") or f"now {answer['now']}", err="error" in answer)
    if "error" in answer:
        raise typer.Exit(2)


async def _post(order: Json, port: int) -> Json:
    url = f"http://127.0.0.1:{port}/control"
    async with aiohttp.ClientSession() as session, session.post(url, json=order) as reply:
        answer: Json = await reply.json()
        return answer


if __name__ == "__main__":
    app()
