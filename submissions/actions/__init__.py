"""Answering, judging, and moving the year. The only writer of `Submission.status` is `gate.move`."""

from submissions.actions.answering import (
    About,
    Wanted,
    accept,
    add_all,
    add_comment,
    add_file,
    add_url,
    describe_evidence,
    recall,
    return_for_changes,
    save_answer,
    submit,
    withdraw_evidence,
)
from submissions.actions.beginning import Begun, ask_to_begin, begin_as_before, begin_year
from submissions.actions.bulk import Outcome, assign_all, days_as_seen, set_days, take_step
from submissions.actions.chasing import Chased, chase
from submissions.actions.entering import enter, take_back_entered
from submissions.actions.gate import StaleSubmission, ensure_unchanged, facts_of
from submissions.actions.judging import Judgement, contest, save_review, score, score_as_met, settle
from submissions.actions.looking import LOOK, WAYS, answer_check, ask_for_look, ask_for_look_at_year, look_again, use_way
from submissions.actions.periods import state_nothing, take_back_nothing
from submissions.actions.reusing import Decided, decide_all, no_longer, use_again
from submissions.actions.scanning import SCAN, ask_for_scans, scan_waiting
from submissions.actions.years import (
    confirm,
    endorse,
    open_assessment,
    open_clarification_round,
    open_year,
    publish,
    reopen,
    tally,
)

__all__ = [
    "About",
    "Begun",
    "Chased",
    "Decided",
    "LOOK",
    "SCAN",
    "Judgement",
    "Outcome",
    "StaleSubmission",
    "Wanted",
    "accept",
    "answer_check",
    "ask_for_look",
    "ask_for_look_at_year",
    "ask_for_scans",
    "assign_all",
    "add_all",
    "add_comment",
    "add_file",
    "add_url",
    "ask_to_begin",
    "begin_as_before",
    "begin_year",
    "chase",
    "confirm",
    "contest",
    "days_as_seen",
    "decide_all",
    "describe_evidence",
    "look_again",
    "no_longer",
    "endorse",
    "ensure_unchanged",
    "enter",
    "facts_of",
    "open_assessment",
    "open_clarification_round",
    "open_year",
    "publish",
    "recall",
    "reopen",
    "return_for_changes",
    "save_answer",
    "save_review",
    "score",
    "scan_waiting",
    "score_as_met",
    "set_days",
    "settle",
    "state_nothing",
    "submit",
    "take_back_entered",
    "take_back_nothing",
    "take_step",
    "tally",
    "WAYS",
    "use_again",
    "use_way",
    "withdraw_evidence",
]
