"""Words of assignments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    LEAD = "lead", _("lead")
    SUPPORT = "support", _("support")
