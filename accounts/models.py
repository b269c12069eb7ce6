"""People and organisations."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language

from accounts.enums import MEMBER_ROLES, AgencyKind, Digits, Mails
from ita_portal.lib.thai import search_key, sort_key


class TwoNames(models.Model):
    """A thing with a Thai name and, where it has one, an English name; keys for Thai sorting and searching beside them."""

    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=700, editable=False)
    search_key = models.CharField(max_length=700, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name_th)
        self.search_key = search_key(f"{self.name_th} {self.name_en}")
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return (get_language() == "en" and self.name_en) or self.name_th


class People(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person. `email` is the log-in name, in small letters."""

    email = models.CharField(max_length=254, unique=True)
    display_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=700, editable=False)  # of the name that is shown
    post_title = models.CharField(max_length=200, blank=True)  # the post that stands under a signature
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)  # runs the portal: catalogue, calendar, agencies, people; never scores
    created_at = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True)  # of pages and mails; empty: never chosen
    digits = models.CharField(max_length=6, choices=Digits.choices, default=Digits.ARABIC)  # as shown; stored ones are Arabic
    mails = models.CharField(max_length=10, choices=Mails.choices, default=Mails.DAILY)
    calendar_key = models.UUIDField(null=True, unique=True, editable=False)  # opens the person's calendar without a log-in
    welcomed_at = models.DateTimeField(null=True, editable=False)  # when they put away the card for newcomers

    USERNAME_FIELD = "email"
    objects = People()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_in_small_letters"),
            models.CheckConstraint(condition=Q(digits__in=Digits.values), name="user_digits_are_known"),
            models.CheckConstraint(condition=Q(mails__in=Mails.values), name="user_mails_are_known"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(str(self))
        super().save(*args, **kwargs)

    @property
    def mail_language(self) -> str:
        """Mails are written without a browser that says what it prefers."""
        return self.language or settings.LANGUAGE_CODE


class Agency(TwoNames):
    """A public agency that is assessed."""

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices)
    main_host = models.CharField(max_length=253, blank=True)  # of its main website; evidence elsewhere is pointed out

    class Meta:
        ordering = ["sort_key"]


class Department(TwoNames):
    """A department of an agency; with `parent`, a sub-unit of that department (กลุ่มงาน …).

    One that no longer exists is retired, never deleted: years that are over keep naming it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="departments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    key = models.SlugField(max_length=60)
    retired_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="one_department_per_key_in_an_agency"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(retired_on__isnull=False), name="department_merged_is_retired"
            ),
        ]


class DepartmentAlias(models.Model):
    """Another spelling of a department found in a document; matched by its search key."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=300)
    search_key = models.CharField(max_length=300, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "search_key"], name="one_alias_per_spelling_of_a_department")
        ]

    def save(self, *args, **kwargs) -> None:
        self.search_key = search_key(self.text)
        super().save(*args, **kwargs)


class Membership(models.Model):
    """A person's role in an agency; for staff also in which departments."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in MEMBER_ROLES])
    departments = models.ManyToManyField(Department, blank=True, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role"], name="one_membership_per_person_agency_and_role"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in MEMBER_ROLES]), name="membership_role_is_a_member_role"
            ),
        ]
