"""What Slack's answer to a call means for the message: try again, look first, stop, or give up."""

from enum import Enum

from slack_sdk.errors import SlackApiError


class Refusal(Enum):
    """What to do after Slack refused."""

    WAIT = "wait"
    """Too fast: nothing was posted; the whole workspace waits for as long as Slack said."""
    LOOK = "look"
    """Slack stumbled: it may have posted all the same, so look before sending again."""
    SHUT_OUT = "shut_out"
    """The installation itself is refused: nothing in this workspace can be sent now."""
    GIVE_UP = "give_up"
    """This message can't be sent to this recipient: the coordinators are told."""


_WAIT = {"ratelimited", "rate_limited"}
_LOOK = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "unknown"}
_SHUT_OUT = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "team_access_not_granted",
    "org_login_required",
}
_SERVER_ERROR = 500
_TOO_MANY = 429


def reason_of(error: SlackApiError) -> str:
    """Return Slack's word for what went wrong ("channel_not_found")."""
    return str(_field(error, "error") or "unknown")


def meaning_of(error: SlackApiError) -> Refusal:
    """Return what a refusal means for a message."""
    status = int(getattr(error.response, "status_code", 200) or 200)
    reason = reason_of(error)
    if reason in _WAIT or status == _TOO_MANY:
        return Refusal.WAIT
    if reason in _SHUT_OUT:
        return Refusal.SHUT_OUT
    if reason in _LOOK or status >= _SERVER_ERROR:
        return Refusal.LOOK
    return Refusal.GIVE_UP


def retry_after(error: SlackApiError, default: float) -> float:
    """Return the seconds that Slack asked us to wait."""
    headers = getattr(error.response, "headers", None) or {}
    try:
        return float(headers.get("Retry-After") or default)
    except ValueError:
        return default


def _field(error: SlackApiError, name: str) -> object:
    """Return a field of Slack's answer; None where the answer is a page of some proxy's."""
    data = getattr(error.response, "data", error.response)
    return data.get(name) if isinstance(data, dict) else None
