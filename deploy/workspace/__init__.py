"""A small Slack-compatible server on loopback, with a page that shows it as Slack would.

It knows nothing of the app that is developed on it: an unchanged Slack app connects to it by the
real protocols, with only the base address of the Web API changed.

    ws = Workspace(clock=StoryClock(start), team_name="Region Kronoberg")
    app = ws.install_app(manifest)      # app_id, bot_token, app_token, signing_secret, bot_user_id
    karin = ws.add_person("Karin Lund", title="Socialchef", email="karin@example.org")
    forum = ws.add_channel("kommunalt-forum", members=[karin, app.bot_user_id])

    async with ws.serve(port=0, page=False) as server:      # server.url, server.api_url
        client = AsyncWebClient(base_url=server.api_url)
        bolt = AsyncApp(token=app.bot_token, signing_secret=app.signing_secret, client=client)
        handler = AsyncSocketModeHandler(bolt, app.app_token)
        await handler.connect_async()

        hands = ws.person(karin)                             # what Karin can do and see
        await hands.command("/share Ljungby", channel=forum)
        await ws.settled()
        print(hands.ephemerals(forum)[-1].plain())

`Hands` has: command, say, enter, edit, delete, react, upload, download, click, choose, fill,
suggest, submit, close, open_home, open_messages, shortcut, run_function; channels, messages,
direct_messages, ephemerals, thread, unread, view, home. A gesture that fails raises
`GestureError` with the text that the person is shown.

`ws.upcoming` (a function) and `ws.jumps` (a list of `Jump(label, run)`, or of plain pairs) are
shown on the page beside the story clock. `ws.limits`, `ws.faults`, `ws.recording`, `ws.sockets`
and `ws.changes` are there for tests; `ws.settled()` waits until nothing is in flight.
"""

from deploy.workspace.clock import Pace, RealPace, StoryClock, VirtualPace
from deploy.workspace.gestures.hands import Hands
from deploy.workspace.limits import Limits
from deploy.workspace.manifest import ManifestError
from deploy.workspace.model import Channel, File, Message, Person, View
from deploy.workspace.server import PortTakenError, Served
from deploy.workspace.team import Team
from deploy.workspace.wire import GestureError, Json, SlackError
from deploy.workspace.workspace import Jump, Workspace

__all__ = [
    "Channel",
    "File",
    "GestureError",
    "Hands",
    "Json",
    "Jump",
    "Limits",
    "ManifestError",
    "Message",
    "Pace",
    "Person",
    "PortTakenError",
    "RealPace",
    "Served",
    "SlackError",
    "StoryClock",
    "Team",
    "View",
    "VirtualPace",
    "Workspace",
]
