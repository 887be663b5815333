"""What will happen next in a workspace, as the page's clock shows it."""

from datetime import datetime

from bot.desk import Desk
from bot.texts import Texts
from bot.usecases.foresee import Foreseen, foresee
from storage.tables import MessageKind


def what_comes_next(desk: Desk, workspace_id: str, t: Texts) -> list[tuple[datetime, str]]:
    """Return the moments at which something is due, the next first, each in words."""
    return [(each.due_at, _said(each, t)) for each in foresee(desk, workspace_id)]


def _said(foreseen: Foreseen, t: Texts) -> str:
    if foreseen.kind is MessageKind.EVIDENCE_REQUEST:
        return t.plural(
            "{key}: ask {n} member for evidence",
            "{key}: ask {n} members for evidence",
            foreseen.count,
            key=foreseen.recommendation,
        )
    return t.plural(
        "{key}: remind {n} member",
        "{key}: remind {n} members",
        foreseen.count,
        key=foreseen.recommendation,
    )
