"""Letters with a link to choose a password. The token is made when the letter is written: no job row ever holds one."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.password_links import parts_of
from records.actions import Run, handles


@handles("accounts.invitation")
def send_invitation(run: Run) -> dict:
    """To somebody who is new here. Without a password of their own nobody can log in as them."""
    return _send(run, "emails/invitation.txt")


@handles("accounts.password_link")
def send_password_link(run: Run) -> dict:
    """To somebody who says that the password is forgotten; the old one holds until they choose another."""
    return _send(run, "emails/password_link.txt")


def _send(run: Run, template: str) -> dict:
    person = User.objects.filter(pk=run.job.payload["person"], is_active=True).first()
    if person is None:
        return {"sent": 0}
    with override(person.mail_language):
        url = settings.PORTAL_URL + reverse("accounts:choose_password", args=parts_of(person))
        days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
        text = str(render_to_string(template, {"person": person, "url": url, "days": days}))
        subject = f"{_('ITA Portal')}: {_('Choose your password')}"
    return {"sent": EmailMessage(subject, text, to=[person.email], headers={"Auto-Submitted": "auto-generated"}).send()}
