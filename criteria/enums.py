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


class Frequency(models.TextChoices):
    """How often an item wants something within the year."""

    NONE = "none", _("once")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    SIX_MONTHLY = "six_monthly", _("every six months")


DUE_DAY = 15  # of the month after a period, where neither the catalogue nor the agency says otherwise
LAST_DUE_DAY = 28  # every month has it


class CountedMonths(models.TextChoices):
    """Which part of the fiscal year a recurring item counts."""

    WHOLE_YEAR = "whole_year", _("the whole fiscal year")
    FIRST_SIX_MONTHS = "first_six_months", _("October to March")


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


class Relation(models.TextChoices):
    """What became of items from one edition to another."""

    CONTINUES = "continues", _("continues")
    MERGED = "merged", _("merged")
    SPLIT = "split", _("split")
    REARRANGED = "rearranged", _("rearranged")
    GONE = "gone", _("gone")
    ADDED = "added", _("new")


class JoinReason(models.TextChoices):
    """Why two items of two editions are taken for the same."""

    REQUIREMENT = "requirement", _("the same requirement")
    SAME_TITLE = "same_title", _("the same title")
    UNSURE_REQUIREMENT = "unsure_requirement", _("probably the same requirement; what it asks has changed")
    WORDING = "wording", _("the wording is alike")
    PART_OF = "part_of", _("the wording of a part is alike")


class Work(models.TextChoices):
    """What a change from one edition to the next means for those who prepare an item."""

    PREPARE = "prepare", _("prepare anew")
    COMBINE = "combine", _("put together")
    DIVIDE = "divide", _("divide")
    ADAPT = "adapt", _("adapt")
    REREAD = "reread", _("read the wording again")
    CARRY = "carry", _("carry on")
    DROP = "drop", _("no longer asked")


class ReadingState(models.TextChoices):
    """How far the reading of a document is."""

    WAITING = "waiting", _("being read")
    READY = "ready", _("read")
    REFUSED = "refused", _("could not be read")


class FileKind(models.TextChoices):
    """What a file is that was handed in to become an edition."""

    UNKNOWN = "", _("not looked at yet")
    CATALOGUE = "catalogue", _("catalogue file")
    LIST = "list", _("list of items")
