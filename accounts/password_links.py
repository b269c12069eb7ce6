"""The link by which a person chooses a password: Django's own tokens, which end with the first use and after some days."""

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.models import User


def parts_of(person: User) -> tuple[str, str]:
    """What stands in the address: who it is, and the token."""
    return urlsafe_base64_encode(str(person.pk).encode()), default_token_generator.make_token(person)


def person_of(who: str, token: str) -> User | None:
    """The active person whom the link is for; None when it is used up, too old or made up."""
    try:
        number = int(force_str(urlsafe_base64_decode(who)))
    except ValueError:  # also what is no base64 and no UTF-8
        return None
    person = User.objects.filter(pk=number, is_active=True).first()
    return person if person and default_token_generator.check_token(person, token) else None
