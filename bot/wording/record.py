"""What a verification of the record found, as lines for whoever asked."""

from collections.abc import Iterator

from bot.texts import Texts
from storage.chain import ChainProblem, Damage
from storage.record_file import RecordCheck
from storage.row_check import RowFault, RowProblem
from storage.verification import ProjectionProblem, Verification


def verification_lines(found: Verification, t: Texts) -> Iterator[str]:
    """Yield the verdict on a workspace: its ledgers with their heads, then every problem."""
    yield t("Workspace {workspace}", workspace=found.workspace_id)
    for ledger, head in found.heads.items():
        yield "  " + t(
            "{ledger}: {n} entries, head {head}", ledger=ledger, n=head.entries, head=str(head)
        )
    yield "  " + t.plural(
        "{n} current answer computed anew from the versions.",
        "{n} current answers computed anew from the versions.",
        found.rebuilt,
    )
    for ledger, problem in found.chain:
        yield f"  {ledger}: {chain_sentence(problem, t)}"
    for row in found.rows:
        yield f"  {row.ledger}: {row_sentence(row, t)}"
    for projection in found.projections:
        yield f"  {projection_sentence(projection, t)}"
    for person in found.personal:
        yield "  " + t(
            "The text behind {digest} isn’t the one recorded.", digest=person.digest[:12]
        )
    yield t("Nothing has been altered.") if found.is_sound else t("The record has been altered.")


def record_lines(found: RecordCheck, t: Texts) -> Iterator[str]:
    """Yield the verdict on an exported record."""
    yield t(
        "{ledger}: {n} entries, head {head}",
        ledger=found.ledger,
        n=found.head.entries,
        head=str(found.head),
    )
    for problem in found.chain:
        yield f"  {chain_sentence(problem, t)}"
    for digest in found.people:
        yield "  " + t("The text behind {digest} isn’t the one recorded.", digest=digest[:12])
    yield t("Nothing has been altered.") if found.is_sound else t("The record has been altered.")


def chain_sentence(problem: ChainProblem, t: Texts) -> str:
    """Return what is wrong with a chain, at which entry."""
    n = problem.entry
    return {
        Damage.CHANGED: t("Entry {n} has been changed.", n=n),
        Damage.REMOVED: t("Entry {n} has been removed.", n=n),
        Damage.MOVED: t("Entry {n} doesn’t stand in its place.", n=n),
        Damage.INSERTED: t("An entry {n} has been inserted.", n=n),
        Damage.CUT: t("Entry {n} is missing: the end has been cut off.", n=n),
        Damage.REWRITTEN: t("Entry {n}, or one before it, isn’t the one that was published.", n=n),
    }[problem.damage]


def row_sentence(problem: RowProblem, t: Texts) -> str:
    """Return how a row differs from the ledger."""
    what = f"{problem.kind} {problem.key}".strip()
    return {
        RowFault.CHANGED: t(
            "{what} has been changed since it was recorded: {fields}.",
            what=what,
            fields=t.listing(problem.fields),
        ),
        RowFault.MISSING: t("{what} was recorded, but its row is gone.", what=what),
        RowFault.UNRECORDED: t("{what} was never recorded in the ledger.", what=what),
    }[problem.fault]


def projection_sentence(problem: ProjectionProblem, t: Texts) -> str:
    """Return which current answer isn't the one that the versions give."""
    return t(
        "{member}: version {kept} is kept as the current one, the versions give {computed}.",
        member=problem.member,
        kept=problem.kept or 0,
        computed=problem.computed or 0,
    )
