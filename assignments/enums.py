"""Words of assignments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    LEAD = "lead", _("lead")
    SUPPORT = "support", _("support")


class Decision(models.TextChoices):
    """What a person decided about one row of a document."""

    OPEN = "open", _("not decided")
    ACCEPTED = "accepted", _("take over")
    LEFT_OUT = "left_out", _("leave out")


class FragmentIs(models.TextChoices):
    """What a name in a document is that no department of the agency has."""

    ALIAS = "alias", _("another name of a department")
    NEW = "new", _("a new department")
    NONE = "none", _("no department")
