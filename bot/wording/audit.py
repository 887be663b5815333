"""The auditor's findings in words, with what to do about each."""

from bot.texts import Texts
from bot.usecases.audit import AuditFinding, Fault


def finding_line(finding: AuditFinding, t: Texts) -> str:
    """Return one finding as a line: what is wrong, where, since when, what to do."""
    fields = {
        "what": finding.what,
        "where": finding.workspace_id or "",
        "since": t.moment(finding.since),
    }
    match finding.fault:
        case Fault.DUE_WITHOUT_OUTCOME:
            return t(
                "{where}: the message {what} has been due since {since} and has no outcome."
                " See that `samtliga run` is running and reaches Slack.",
                **fields,
            )
        case Fault.STEP_NOT_TAKEN:
            return t(
                "{where}: a reminder step ({what}) has been due since {since} and nobody took it."
                " See that `samtliga run` is running.",
                **fields,
            )
        case Fault.STALE_CLAIM:
            return t(
                "{where}: the claim on the message {what} ran out {since} and nobody took it over."
                " See that `samtliga run` is running.",
                **fields,
            )
        case Fault.SENT_NOWHERE:
            return t(
                "{where}: the message {what} is marked as sent {since}, but not where. Look for it"
                " in Slack, and report this as a fault of Samtliga.",
                **fields,
            )
        case Fault.LONG_IN_DOUBT:
            return t(
                "{where}: it hasn’t been known since {since} whether the message {what} arrived."
                " The coordinator’s digest has a button for it.",
                **fields,
            )
        case Fault.SILENT_ENGINE:
            return t(
                "The scheduler ({what}) has been silent since {since}. Start `samtliga run` again.",
                **fields,
            )
        case Fault.NO_ENGINE:
            return t("No scheduler has ever looked for what is due. Start `samtliga run`.")
