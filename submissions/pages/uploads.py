"""Large files that came in full and are not handed in yet: the browser was closed, or answers were, while they came."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from ita_portal.lib.verdict import Verdict
from records.templatetags.thai import moment_be
from submissions import queries
from submissions.models import PartialUpload, Submission


@dataclass(frozen=True)
class WaitingUpload:
    """A whole file of the person who looks; `can`: whether it can be handed in, by the day on which its last byte came."""

    upload: PartialUpload
    can: Verdict

    @property
    def sentence(self) -> str:
        words = {"name": self.upload.name, "moment": moment_be(self.upload.touched_at), "reason": self.can.reason}
        if self.can:
            return _("“%(name)s” came in full on %(moment)s and is not handed in yet.") % words
        text = _(
            "“%(name)s” came in full on %(moment)s. %(reason)s The file is kept here and seen by nobody else; as soon as evidence "
            "can be added again it is handed in with one press, without being sent again."
        )
        return text % words


def waiting_uploads(submission: Submission, user: User, may_edit_on: Callable[..., Verdict]) -> list[WaitingUpload]:
    """`may_edit_on`: the day → whether this person may change the answer, as the calendar was then. One query."""
    rows = queries.whole_uploads(submission, user)
    return [WaitingUpload(row, may_edit_on(timezone.localdate(row.touched_at))) for row in rows]
