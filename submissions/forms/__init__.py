"""What people type. Forms tidy and check shape; whether a step is allowed is the policy's."""

from submissions.forms.answering import (
    AboutForm,
    AlsoForm,
    AnswerForm,
    CheckAnswerForm,
    CommentForm,
    EvidenceForm,
    ManyFilesField,
    ReplaceForm,
    WithdrawForm,
    about_initial,
)
from submissions.forms.beginning import BeginForm
from submissions.forms.chasing import ChaseForm, SoonForm
from submissions.forms.judging import ContestForm, ReturnForm, ReviewForm, SettleForm
from submissions.forms.periods import NothingForm
from submissions.forms.searching import SearchForm
from submissions.forms.year import AssignForm, DayForm, DaysForm, FilterForm, ReopenForm

__all__ = [
    "AboutForm",
    "AlsoForm",
    "AnswerForm",
    "CheckAnswerForm",
    "AssignForm",
    "BeginForm",
    "ChaseForm",
    "CommentForm",
    "ContestForm",
    "DayForm",
    "DaysForm",
    "EvidenceForm",
    "ManyFilesField",
    "FilterForm",
    "NothingForm",
    "ReopenForm",
    "ReplaceForm",
    "ReturnForm",
    "ReviewForm",
    "SearchForm",
    "SettleForm",
    "SoonForm",
    "WithdrawForm",
    "about_initial",
]
