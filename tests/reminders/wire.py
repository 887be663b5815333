"""Slack's own client over the local workspace without a network between them, for long stories.

The workspace's limits, faults and recording work as ever; what is replaced is the HTTP request.
"""

from aiohttp import ServerDisconnectedError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from deploy.workspace import Workspace


class DirectClient(AsyncWebClient):
    """A client whose calls reach the workspace at once."""

    def __init__(self, workspace: Workspace, token: str) -> None:
        super().__init__(token=token, retry_handlers=[])
        self._workspace = workspace

    async def api_call(self, api_method: str, **request: object) -> AsyncSlackResponse:
        arguments: dict[str, object] = {}
        for part in ("params", "data", "json"):
            arguments |= request.get(part) or {}
        arguments = {name: value for name, value in arguments.items() if value is not None}
        reply = await self._workspace.call(api_method, self.token, **arguments)
        if reply.lost:
            raise ServerDisconnectedError
        return AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=reply.body,
            headers=reply.headers,
            status_code=reply.status,
        ).validate()
