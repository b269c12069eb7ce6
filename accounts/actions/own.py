"""What a person chooses for themselves."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from records.actions import record


def save_settings(person: User, *, language: str, digits: str, mails: str) -> None:
    person.language, person.digits, person.mails = language, digits, mails
    person.save(update_fields=["language", "digits", "mails"])


def choose_language(person: User, language: str) -> None:
    person.language = language
    person.save(update_fields=["language"])


@transaction.atomic
def change_password(person: User, password: str) -> None:
    """The caller has asked for the present one."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record("change_password", target=person, by=person)


def renew_calendar(person: User) -> None:
    """A new, unguessable address for the person's calendar; the one before ends."""
    person.calendar_key = uuid.uuid4()
    person.save(update_fields=["calendar_key"])


def close_calendar(person: User) -> None:
    person.calendar_key = None
    person.save(update_fields=["calendar_key"])


def put_welcome_away(*, by: User) -> None:
    """Newcomers see a card on their start page until they say that they know the way. Nothing that an audit asks for."""
    User.objects.filter(pk=by.pk, welcomed_at=None).update(welcomed_at=timezone.now())
