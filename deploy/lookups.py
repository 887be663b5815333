"""The command line's questions: share, explain, status, history, settle, agreements, check."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.settings import Settings
from bot.texts import Texts, texts_in
from bot.usecases.look_up_duties import look_up_duties
from bot.usecases.look_up_history import LookUpHistory, look_up_history
from bot.usecases.look_up_past import LookUpPast, look_up_past
from bot.usecases.look_up_share import LookUpShare, ShareLookup, look_up_share
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.people import OPERATOR
from bot.usecases.settle_money import SettlementUnclearError, SettleMoney, settle_money
from bot.usecases.try_what_if import TryWhatIf, try_what_if
from bot.wording.file_problems import file_problem_sentence
from bot.wording.whatif import payment_lines, what_if_lines
from core.errors import RecommendationFileError
from core.figure import kronor_in_ore
from core.recommendation_file import read_recommendation
from core.reconcile import check as findings_in
from core.register import shipped_register
from core.settlement import SettlementKind
from deploy import as_json as json_of
from deploy import as_text
from deploy.offline import desk_for_lookups, desk_over_record, only_workspace, read_text


def share(
    member: str,
    recommendation: str | None,
    workspace: str | None,
    *,
    year: int | None = None,
    as_json: bool,
) -> object:
    """Return a member's share as text or JSON."""
    found = _look_up(member, recommendation, workspace, year)
    return json_of.share_as_json(found) if as_json else as_text.share_as_text(found, _texts())


def explain(member: str, recommendation: str, workspace: str | None) -> str:
    """Return how a share came about, as a tree."""
    return as_text.explained_as_tree(_look_up(member, recommendation, workspace), _texts())


def status(recommendation: str, workspace: str | None, *, as_json: bool) -> object:
    """Return who has answered what, as text or JSON."""
    with desk_over_record(Settings()) as desk:
        where = only_workspace(desk, workspace)
        command = LookUpStatus(workspace_id=where, recommendation=recommendation)
        state = look_up_status(desk, command)
        duties, today = look_up_duties(desk, state), desk.today()
    if as_json:
        return json_of.status_as_json(state) | {"owed": json_of.duties_as_json(duties, today)}
    owed = as_text.duties_as_text(state, duties, today, _texts())
    return "\n".join([as_text.status_as_text(state, _texts()), *owed])


def past(recommendation: str, on: date, workspace: str | None, *, as_json: bool) -> object:
    """Return who had answered what on a day, as text or JSON."""
    with desk_over_record(Settings()) as desk:
        where = only_workspace(desk, workspace)
        command = LookUpPast(workspace_id=where, recommendation=recommendation, on=on)
        found = look_up_past(desk, command)
    return json_of.past_as_json(found) if as_json else as_text.past_as_text(found, _texts())


def history(
    member: str, recommendation: str, on: date | None, workspace: str | None, *, as_json: bool
) -> object:
    """Return all versions of a member's answer, and its decision's steps, as text or JSON."""
    with desk_over_record(Settings()) as desk:
        where = only_workspace(desk, workspace)
        text = f"{member} {desk.catalogue.get(recommendation).key}"
        found = look_up_history(desk, LookUpHistory(workspace_id=where, text=text, on=on))
        today = desk.today()
    if as_json:
        return json_of.history_as_json(found)
    return as_text.history_as_text(found, today, _texts())


def settle(  # noqa: PLR0913  # what the command line gives
    recommendation: str,
    kronor: str,
    origin: str,
    workspace: str | None,
    *,
    repaid: bool,
    as_json: bool,
) -> object:
    """Return what outside money would mean for each member, as text or JSON."""
    money_ore = kronor_in_ore(kronor)
    if money_ore is None:
        raise SettlementUnclearError(kronor)
    with desk_for_lookups(Settings()) as desk:
        command = SettleMoney(
            workspace_id=only_workspace(desk, workspace),
            recommendation=recommendation,
            user_id=OPERATOR,
            money_ore=money_ore,
            origin=origin,
            kind=SettlementKind.REPAYMENT if repaid else SettlementKind.REDUCTION,
        )
        result = settle_money(desk, command)
    if as_json:
        return json_of.settlement_as_json(result)
    return as_text.settlement_as_text(result, _texts())


def whatif(text: str, workspace: str | None) -> str:
    """Return what would follow from a change of answers."""
    with desk_over_record(Settings()) as desk:
        where = only_workspace(desk, workspace)
        tried = try_what_if(desk, TryWhatIf(workspace_id=where, text=text))
    t = _texts()
    return "\n".join([*what_if_lines(tried, t), *(f"  {x}" for x in payment_lines(tried, t))])


def agreements(*, as_json: bool) -> object:
    """Return the recommendations there are, as text or JSON."""
    known = load_catalogue(shipped_register(), Settings().agreements_dir).recommendations.values()
    if as_json:
        return [json_of.recommendation_as_json(each) for each in known]
    return as_text.agreements_as_text(known, _texts())


def check(file: Path, *, as_json: bool) -> object:
    """Return what in an agreement file doesn't add up, as text or JSON."""
    recommendation = read_recommendation(read_text(file), file.name, shipped_register())
    findings = findings_in(recommendation, shipped_register())
    if as_json:
        return {
            **json_of.recommendation_as_json(recommendation),
            "findings": [finding.model_dump(mode="json") for finding in findings],
        }
    return as_text.checked_as_text(recommendation, findings, _texts())


def problems_in(error: RecommendationFileError, *, as_json: bool) -> object:
    """Return everything that is wrong in a file that can't be read, as text or JSON."""
    if as_json:
        return {"file": error.file, "problems": [asdict(each) for each in error.problems]}
    return "\n".join(file_problem_sentence(each, _texts()) for each in error.problems)


def _look_up(
    member: str, recommendation: str | None, workspace: str | None, year: int | None = None
) -> ShareLookup:
    with desk_for_lookups(Settings()) as desk:
        where = only_workspace(desk, workspace)
        text = " ".join(str(part) for part in (member, recommendation, year) if part)
        return look_up_share(desk, LookUpShare(workspace_id=where, text=text))


def _texts() -> Texts:
    return texts_in(Settings().language)
