"""What lies beside the conversation: what comes, a thread, the recording, whom or what to open."""

from typing import TYPE_CHECKING

from deploy.workspace.control import DEEDS
from deploy.workspace.faults import KINDS

if TYPE_CHECKING:
    from deploy.workspace.page.window import Window

UPCOMING = 40
ENTRIES = 100


def panel(window: "Window") -> str:
    """Draw the panel that is open, or nothing."""
    workspace, team = window.workspace, window.hands.team
    data: dict[str, object] = {}
    match window.panel:
        case "":
            return ""
        case "next":
            data = {"upcoming": sorted(workspace.upcoming())[:UPCOMING]}
        case "thread":
            data = {"messages": window.thread_cards(), "thread": window.thread}
        case "record":
            found = workspace.recording.search(window.words, latest=ENTRIES)
            faults = workspace.faults.waiting
            data = {"entries": found, "faults": faults, "kinds": KINDS, "deeds": DEEDS}
            data["words"] = window.words
        case "directs":
            data = {"people": team.humans}
        case "channels":
            data = {"channels": [c for c in team.channels.values() if c.kind == "public"]}
    return window.renderer.draw("panel", name=window.panel, **data)
