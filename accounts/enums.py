"""Roles, and kinds of agencies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be. Assessors are bound to assessments, not to agencies: see assignments."""

    STAFF = "staff", _("Department staff")
    COORDINATOR = "coordinator", _("ITA coordinator")
    EXECUTIVE = "executive", _("Executive")
    ASSESSOR = "assessor", _("Assessor")
    LEAD_ASSESSOR = "lead_assessor", _("Lead assessor")
    OBSERVER = "observer", _("Observer")
    ADMIN = "admin", _("Administrator")


MEMBER_ROLES = (Role.STAFF, Role.COORDINATOR, Role.EXECUTIVE, Role.OBSERVER)
OWN_ROLES = (Role.STAFF, Role.COORDINATOR, Role.EXECUTIVE)  # those that make a person part of the agency


class Digits(models.TextChoices):
    ARABIC = "arabic", _("Arabic digits: 1 2 3")
    THAI = "thai", _("Thai digits: ๑ ๒ ๓")


class Mails(models.TextChoices):
    """How often notices are also sent by e-mail."""

    AT_ONCE = "at_once", _("As it happens, what comes within a few minutes together")
    DAILY = "daily", _("Once a day, in the morning")
    URGENT = "urgent", _("Only when something is due or was returned")
    NEVER = "never", _("Never")


class AgencyKind(models.TextChoices):
    DEPARTMENT_UNIT = "department_unit", _("Unit of a department")
    PROVINCE = "province", _("Province")
    EDUCATION_OFFICE = "education_office", _("Provincial education office")
    PAO = "pao", _("Provincial administrative organisation")
    SAO = "sao", _("Subdistrict administrative organisation")
