"""Who may change the catalogue and its calendar. The answers carry the sentence that says why not."""

from django.utils.translation import gettext as _

from accounts.models import User
from ita_portal.lib.verdict import ALLOWED, Verdict


def may_change_windows(user: User) -> Verdict:
    """Set the days of a year, also of a published edition: dates change in reality."""
    return ALLOWED if user.is_authenticated and user.is_admin else Verdict(_("Only the portal's administrator sets the days."))
