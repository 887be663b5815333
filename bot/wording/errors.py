"""Errors as sentences: what is wrong, where, and what to do about it."""

from collections.abc import Callable
from typing import Any

from bot.texts import Texts
from bot.usecases.guests import HostDecidesError
from bot.usecases.look_up_past import NoSuchPastError
from bot.usecases.record_ruling import NothingToRuleError, RulingUnclearError
from bot.usecases.settle_money import SettlementUnclearError
from bot.usecases.try_what_if import WhatIfUnclearError
from bot.wording.file_problems import file_problem_sentence
from bot.wording.life import refusal_sentence
from bot.wording.storage_errors import STORAGE_SENTENCES
from core.adoption import ConditionMemberError
from core.allocation import KeyDoesNotFitError, UnknownLevelError
from core.decision import IllegalTransitionError
from core.duty import DutyAlreadyDoneError
from core.errors import (
    AlreadyOpenedError,
    EvidenceIncompleteError,
    EvidenceInFutureError,
    NobodyToAskError,
    NoMandateError,
    NotAMemberError,
    NotCoordinatorError,
    NotOpenError,
    PollClosedError,
    PopulationUnknownError,
    ProvisoMissingError,
    RecommendationFileError,
    SamtligaError,
    UnknownMemberError,
    UnknownRecommendationError,
)
from core.settlement import AmountsNotStatedError, NegativeMoneyError
from storage.errors import NoDatabaseError, SchemaBehindError, SchemaUnknownError


def error_sentence(error: SamtligaError, t: Texts) -> str:
    """Return the sentence for an error; one without a sentence says its code."""
    for kind in type(error).__mro__:
        if kind in _SENTENCES:
            return _SENTENCES[kind](error, t)
    return t("That can’t be done ({code}).", code=error.code)


def _unknown_member(error: UnknownMemberError, t: Texts) -> str:
    if not error.query.strip():
        return t("Write whose share you want, for example: /share Ljungby")
    nearest = t.listing(error.nearest)
    if len(error.nearest) == 1:
        return t(
            "I know of no “{query}”. Did you mean {nearest}?", query=error.query, nearest=nearest
        )
    return t(
        "I know of no “{query}”. The nearest names are {nearest}. Write one of them, or the"
        " municipality’s four-digit code.",
        query=error.query,
        nearest=nearest,
    )


def _not_a_member(error: NotAMemberError, t: Texts) -> str:
    return t(
        "{member} isn’t among those that {recommendation} asks. /samtliga status {recommendation}"
        " shows who is.",
        member=error.member,
        recommendation=error.recommendation,
    )


def _host_decides(error: HostDecidesError, t: Texts) -> str:
    return t(
        "{host} invited you to {recommendation} and decides this. What {host} changes shows here"
        " too.",
        host=error.host,
        recommendation=error.recommendation,
    )


def _unknown_recommendation(error: UnknownRecommendationError, t: Texts) -> str:
    return t(
        "There is no recommendation “{query}”. These exist: {known}.",
        query=error.query,
        known=t.listing(error.known),
    )


def _population_unknown(error: PopulationUnknownError, t: Texts) -> str:
    return t(
        "The population of {member} on {day} isn’t in the register, which has {known}. Set another"
        " date in the agreement file.",
        member=error.member,
        day=t.day(error.on),
        known=t.listing(t.day(day) for day in error.known_dates),
    )


def _file(error: RecommendationFileError, t: Texts) -> str:
    first = file_problem_sentence(error.problems[0], t)
    more = len(error.problems) - 1
    if not more:
        return t("{file} can’t be read. {problem}", file=error.file, problem=first)
    return t.plural(
        "{file} can’t be read. {problem} (and {n} problem more)",
        "{file} can’t be read. {problem} (and {n} problems more)",
        more,
        file=error.file,
        problem=first,
    )


def _future(error: EvidenceInFutureError, t: Texts) -> str:
    return t(
        "The decision is dated {day}, but today is {today}. Give the day of the meeting, or leave"
        " the evidence until the decision has been taken.",
        day=t.day(error.decided_on),
        today=t.day(error.today),
    )


def _duty_already_done(error: DutyAlreadyDoneError, t: Texts) -> str:
    return t("That report was recorded as made on {day} already.", day=t.day(error.done_on))


def _no_such_past(error: NoSuchPastError, t: Texts) -> str:
    return t(
        "{recommendation} was opened {opened}, so there is nothing to show for {day}. Choose a day"
        " from then until today.",
        recommendation=error.recommendation,
        opened=t.day(error.opened_on),
        day=t.day(error.on),
    )


def _settlement_unclear(error: SettlementUnclearError, t: Texts) -> str:
    return t(
        "I don’t understand “{text}”. Write how much came from where: /samtliga settle fourum-2016"
        " 500 000 kr from state grant 2016. Once it has been decided: … by PKS 2016-11-03 § 12",
        text=error.text,
    )


def _amounts_not_stated(error: AmountsNotStatedError, t: Texts) -> str:
    return t.plural(
        "{recommendation} doesn’t state what {n} of its members pays, so money can’t be split by"
        " what they pay.",
        "{recommendation} doesn’t state what {n} of its members pay, so money can’t be split by"
        " what they pay.",
        len(error.members),
        recommendation=error.recommendation,
    )


def _negative_money(error: NegativeMoneyError, t: Texts) -> str:
    return t(
        "{amount} is less than nothing. Write what came in as a positive amount.",
        amount=t.kronor(error.money_ore),
    )


def _unknown_level(error: UnknownLevelError, t: Texts) -> str:
    return t(
        "The cost has no level “{level}”. These exist: {known}.",
        level=error.level,
        known=t.listing(error.known),
    )


def _incomplete(error: EvidenceIncompleteError, t: Texts) -> str:
    return {
        "body": t("Say which body decided, for example Socialnämnden."),
        "decided_on": t("Choose the day on which it was decided."),
        "paragraph": t("Give the paragraph of the minutes, for example Sn § 63."),
    }[error.field]


def _not_coordinator(error: NotCoordinatorError, t: Texts) -> str:
    if not error.coordinators:
        return t(
            "Only a coordinator may do this, and there is none yet. Whoever runs Samtliga appoints"
            " the first one: samtliga coordinator USER"
        )
    return t(
        "Only a coordinator may do this. Ask {who}.",
        who=t.listing(f"<@{user}>" for user in error.coordinators),
    )


def _no_mandate(error: NoMandateError, t: Texts) -> str:
    return t(
        "You have no mandate to answer for {member}. Ask the coordinator for one:"
        " /samtliga mandate @you {member}",
        member=error.member,
    )


def _not_open(error: NotOpenError, t: Texts) -> str:
    return t(
        "{recommendation} hasn’t been opened here, so nobody has been asked. A coordinator opens"
        " it: /samtliga open {recommendation}",
        recommendation=error.recommendation,
    )


def _already_opened(error: AlreadyOpenedError, t: Texts) -> str:
    return t(
        "{recommendation} was opened on {moment}; nobody is asked twice. /samtliga status"
        " {recommendation} shows the answers.",
        recommendation=error.recommendation,
        moment=t.moment(error.opened_at),
    )


def _poll_closed(error: PollClosedError, t: Texts) -> str:
    return t(
        "{recommendation} was closed on {moment} and takes no more answers. If yours has changed,"
        " tell the coordinator.",
        recommendation=error.recommendation,
        moment=t.moment(error.closed_at),
    )


def _nobody_to_ask(error: NobodyToAskError, t: Texts) -> str:
    return t(
        "Nobody has a mandate for any member of {recommendation} yet. Give mandates first:"
        " /samtliga mandate @person Ljungby",
        recommendation=error.recommendation,
    )


def _proviso_missing(error: ProvisoMissingError, t: Texts) -> str:
    return {
        "kind": t("Choose what your yes depends on."),
        "count": t("Give the number of members, 1 or more."),
        "members": t("Choose at least one member."),
        "amount": t("Give the amount in kronor, for example 300 000."),
    }[error.field]


def _what_if_unclear(error: WhatIfUnclearError, t: Texts) -> str:
    del error
    return t("Write who would answer what, for example: /samtliga whatif Växjö no, Ljungby yes")


def _ruling_unclear(error: RulingUnclearError, t: Texts) -> str:
    del error
    return t(
        "Write what is enough and by which decision, for example: /samtliga ruling skl-2020 80 %"
        " by the board, 28 June 2019. Enough is a share (80 %), a number (260) or: all."
    )


def _nothing_to_rule(error: NothingToRuleError, t: Texts) -> str:
    return t(
        "The condition of {recommendation} is stated in the source, so there is nothing to rule.",
        recommendation=error.recommendation,
    )


def _key_does_not_fit(error: KeyDoesNotFitError, t: Texts) -> str:
    return t(
        "The key of {recommendation} asks for {needed}, which is more than the total {total}."
        " Change the key or the total in the agreement file.",
        recommendation=error.recommendation,
        needed=t.kronor(error.needed_ore),
        total=t.kronor_per(error.total_ore),
    )


def _condition_member(error: ConditionMemberError, t: Texts) -> str:
    return t(
        "{member} isn’t among those that are asked, so the answer can’t depend on it. Choose"
        " another.",
        member=error.member,
    )


def _no_database(error: NoDatabaseError, t: Texts) -> str:
    return t("There is no record at {url} yet. samtliga run makes it.", url=error.url)


def _schema_behind(error: SchemaBehindError, t: Texts) -> str:
    return t(
        "The record was made by an older version ({found}, now {wanted}). Bring it up to date:"
        " samtliga migrate",
        found=error.found,
        wanted=error.wanted,
    )


def _schema_unknown(error: SchemaUnknownError, t: Texts) -> str:
    return t(
        "The record’s version is unknown here ({found}). Install the version of Samtliga that made"
        " it, or give the address of another database: SAMTLIGA_DATABASE_URL",
        found=error.found,
    )


_SENTENCES: dict[type, Callable[[Any, Texts], str]] = {
    UnknownMemberError: _unknown_member,
    NotAMemberError: _not_a_member,
    UnknownRecommendationError: _unknown_recommendation,
    PopulationUnknownError: _population_unknown,
    RecommendationFileError: _file,
    EvidenceInFutureError: _future,
    IllegalTransitionError: refusal_sentence,
    DutyAlreadyDoneError: _duty_already_done,
    NoSuchPastError: _no_such_past,
    SettlementUnclearError: _settlement_unclear,
    AmountsNotStatedError: _amounts_not_stated,
    NegativeMoneyError: _negative_money,
    UnknownLevelError: _unknown_level,
    EvidenceIncompleteError: _incomplete,
    NotCoordinatorError: _not_coordinator,
    HostDecidesError: _host_decides,
    NoMandateError: _no_mandate,
    NotOpenError: _not_open,
    AlreadyOpenedError: _already_opened,
    PollClosedError: _poll_closed,
    NobodyToAskError: _nobody_to_ask,
    ProvisoMissingError: _proviso_missing,
    WhatIfUnclearError: _what_if_unclear,
    RulingUnclearError: _ruling_unclear,
    NothingToRuleError: _nothing_to_rule,
    KeyDoesNotFitError: _key_does_not_fit,
    ConditionMemberError: _condition_member,
    NoDatabaseError: _no_database,
    SchemaBehindError: _schema_behind,
    SchemaUnknownError: _schema_unknown,
    **STORAGE_SENTENCES,
}
