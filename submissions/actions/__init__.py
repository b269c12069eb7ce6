"""Answering, judging, and moving the year. The only writer of `Submission.status` is `gate.move`."""

from submissions.actions.answering import (
    About,
    accept,
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
from submissions.actions.gate import StaleSubmission, facts_of
from submissions.actions.judging import Judgement, contest, save_review, score, score_as_met, settle
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
    "Judgement",
    "StaleSubmission",
    "accept",
    "add_comment",
    "add_file",
    "add_url",
    "confirm",
    "contest",
    "describe_evidence",
    "endorse",
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
    "score_as_met",
    "settle",
    "submit",
    "tally",
    "withdraw_evidence",
]
