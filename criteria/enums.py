"""Words of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Instrument(models.TextChoices):
    IIT = "IIT", _("Internal perception (IIT)")
    EIT = "EIT", _("External perception (EIT)")
    OIT = "OIT", _("Public disclosure (OIT)")


class EditionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class PeriodRule(models.TextChoices):
    """Which period the shown data must be of."""

    CURRENT_FY = "current_fy", _("data of fiscal year %(year)s")
    PREVIOUS_FY = "previous_fy", _("results of fiscal year %(previous)s")
    FIRST_SIX_MONTHS = "first_six_months", _("first six months of fiscal year %(year)s (October to March)")
    COVERS_FY = "covers_fy", _("a plan that covers fiscal year %(year)s")
    IN_FORCE = "in_force", _("in force in fiscal year %(year)s")
    NONE = "none", _("up to date")


class Scope(models.TextChoices):
    WHOLE_AGENCY = "whole_agency", _("the whole agency, not one unit of it")
    UNITS = "units", _("each unit its own")


class NoteKind(models.TextChoices):
    ADVICE = "advice", _("Advice")
    CONDITION = "condition", _("Condition")
    EXPLANATION = "explanation", _("Explanation")
    INSTRUCTION = "instruction", _("Instruction")


class ScoringRule(models.TextChoices):
    MEAN_OF_MEANS = "mean_of_means", _("mean of means: items, sub-indicators, indicators, instrument")
    WEIGHTED_ITEMS = "weighted_items", _("weighted items within each indicator")


class LevelRule(models.TextChoices):
    BANDS = "bands", _("by the total alone")
    FLOORS = "floors", _("by the total, with a floor for each instrument")


class Stage(models.TextChoices):
    """Stages of one agency's year; windows open and close them."""

    PREPARING = "preparing", _("preparing")
    ENDORSED = "endorsed", _("endorsed")
    ASSESSING = "assessing", _("being assessed")
    CLARIFYING = "clarifying", _("clarification")
    CONFIRMED = "confirmed", _("confirmed")
    PUBLISHED = "published", _("published")
