"""The catalogue. An edition is a fiscal year and a programme; a year alone never identifies one."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from criteria.enums import (
    DUE_DAY,
    LAST_DUE_DAY,
    CountedMonths,
    EditionState,
    FileKind,
    Frequency,
    Instrument,
    LevelRule,
    PeriodRule,
    ReadingState,
    Scope,
    ScoringRule,
    Stage,
)
from criteria.periods import Period, due_text, periods_of
from ita_portal.lib.thai import search_key, search_keys


class TwoTitles(models.Model):
    title_th = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (get_language() == "en" and self.title_en) or self.title_th


class Versioned(models.Model):
    """A row that people edit. Who saves on an old version is shown both texts; actions count it."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Edition(TwoTitles, Versioned):
    """What one programme asks in one fiscal year (Buddhist Era)."""

    code = models.SlugField(max_length=60, unique=True)
    fiscal_year = models.PositiveSmallIntegerField()
    programme = models.SlugField(max_length=40)
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    verified = models.BooleanField(default=False)
    verification_note = models.TextField(blank=True)
    source = models.JSONField(default=dict)  # {document, note, address}
    corrections = models.JSONField(default=list)  # [{where, original, corrected, reason}]: faults of the document, mended
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file it was loaded from
    revision = models.PositiveIntegerField(default=0)  # how often it was changed here since; more than 0: no longer that file
    opened_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="opened")
    year_notes = models.JSONField(default=list, blank=True)  # [{text, years}]: what was decided about the years in each text then

    item_count: int  # what the list's query adds
    year_count: int  # agencies' years in it, where a query adds them
    problem_count: int  # what stands in the way of publishing, where a page adds it

    class Meta:
        ordering = ["-fiscal_year", "programme"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "programme"], name="one_edition_per_year_and_programme"),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=2540, fiscal_year__lte=2599), name="edition_year_is_buddhist_era"
            ),
            models.CheckConstraint(condition=Q(state__in=EditionState.values), name="edition_state_is_known"),
        ]

    @property
    def is_draft(self) -> bool:
        return self.state == EditionState.DRAFT


class Indicator(TwoTitles, Versioned):
    """An indicator; with `parent`, a sub-indicator of it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="indicators")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="subs")
    instrument = models.CharField(max_length=3, choices=Instrument.choices)
    number = models.CharField(max_length=10)  # "9", "9.1"
    position = models.PositiveSmallIntegerField()
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="one_indicator_per_number_in_an_edition")]


class Heading(TwoTitles, Versioned):
    """A printed heading inside a sub-indicator, with the notes that belong to the whole of it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="headings")
    position = models.PositiveSmallIntegerField()
    group_th = models.CharField(max_length=300, blank=True)  # a larger printed title above, where the document has one
    group_en = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]


class Requirement(models.Model):
    """What stays the same through the years, whatever code and name an item has in each of them."""

    key = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    uncertain = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return (get_language() == "en" and self.name_en) or self.name_th


class Item(TwoTitles, Versioned):
    """One thing that an agency must disclose."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    heading = models.ForeignKey(Heading, on_delete=models.CASCADE, related_name="items")
    sub = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="items")
    prefix = models.CharField(max_length=3, default="O")
    number = models.PositiveSmallIntegerField()
    weight = models.DecimalField(max_digits=7, decimal_places=3, default=1)  # counts under weighted_items only
    period_rule = models.CharField(max_length=20, choices=PeriodRule.choices, default=PeriodRule.NONE)
    scope = models.CharField(max_length=20, choices=Scope.choices, default=Scope.WHOLE_AGENCY)
    needs_signature = models.BooleanField(default=False)
    machine_readable = models.BooleanField(default=False)
    frequency = models.CharField(max_length=12, choices=Frequency.choices, default=Frequency.NONE)
    counted_months = models.CharField(max_length=20, choices=CountedMonths.choices, default=CountedMonths.WHOLE_YEAR)
    due_day = models.PositiveSmallIntegerField(default=DUE_DAY)  # of the month after each period
    none_wording = models.CharField(max_length=200, blank=True)  # official words for “there was none”, where the item has some
    verified = models.BooleanField(default=False)
    notes = models.JSONField(default=list)  # [{kind, text}]: advice and conditions, not requirements
    doubts = models.JSONField(default=list)  # what only a person with the official manual can settle
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="dependants")
    requirements = models.ManyToManyField(Requirement, through="ItemRequirement", related_name="items")
    search_key = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "prefix", "number"], name="one_item_per_code_in_an_edition"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="item_frequency_is_known"),
            models.CheckConstraint(condition=Q(counted_months__in=CountedMonths.values), name="item_counted_months_are_known"),
            models.CheckConstraint(condition=Q(due_day__gte=1, due_day__lte=LAST_DUE_DAY), name="item_due_day_is_in_every_month"),
        ]

    def save(self, *args, **kwargs) -> None:
        self.fill_key()
        super().save(*args, **kwargs)

    def fill_key(self) -> None:
        """Before every write that is no `save()`: the code is part of the key."""
        self.search_key = search_keys([self.code, self.title_th, self.title_en, *self.note_texts])

    @property
    def code(self) -> str:
        return f"{self.prefix}{self.number}"

    @property
    def note_texts(self) -> list[str]:
        return [note["text"] for note in self.notes]

    @property
    def period(self) -> str:
        """Which period the data must be of, as a phrase with the edition's years in it."""
        year = self.edition.fiscal_year
        return str(PeriodRule(self.period_rule).label) % {"year": year, "previous": year - 1}

    @property
    def recurs(self) -> bool:
        return self.frequency != Frequency.NONE

    @property
    def periods(self) -> list[Period]:
        """What it wants something for; empty unless it recurs."""
        return periods_of(self.edition.fiscal_year, self.frequency, self.counted_months)

    @property
    def recurrence(self) -> str:
        """How often, of which months and until when, as a phrase; empty unless it recurs."""
        return due_text(self.frequency, self.counted_months, self.due_day) if self.recurs else ""


class ItemRequirement(models.Model):
    item = models.ForeignKey(Item, on_delete=models.CASCADE)
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT)
    certain = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "requirement"], name="one_join_per_item_and_requirement")]


class Component(Versioned):
    """A checkable part of an item: the official wording, in a tree."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="components")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField()  # through the whole item, parents before their children
    text = models.TextField()
    required = models.BooleanField(default=True)
    target_offset = models.SmallIntegerField(null=True)  # named year minus the edition's year
    target_wording = models.CharField(max_length=200, blank=True)
    search_key = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="one_component_per_place_in_an_item"),
            models.CheckConstraint(
                condition=Q(target_offset__isnull=True, target_wording="")
                | (Q(target_offset__isnull=False) & ~Q(target_wording="")),
                name="component_target_year_has_offset_and_wording",
            ),
        ]

    def save(self, *args, **kwargs) -> None:
        self.fill_key()
        super().save(*args, **kwargs)

    def fill_key(self) -> None:
        """Before every write that is no `save()`."""
        self.search_key = search_key(self.text)


class ScoringModel(Versioned):
    """How an edition turns verdicts into scores, as data."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="scoring")
    rule = models.CharField(max_length=20, choices=ScoringRule.choices)
    scale = models.JSONField(default=list)  # allowed item scores as strings; empty: anything from 0 to 100
    weights = models.JSONField(default=dict)  # instrument -> percent
    level_rule = models.CharField(max_length=10, choices=LevelRule.choices)
    assessors = models.PositiveSmallIntegerField(default=1)


class Level(models.Model):
    scoring = models.ForeignKey(ScoringModel, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    name_th = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    floor = models.DecimalField(max_digits=5, decimal_places=2)
    instrument_floor = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return (get_language() == "en" and self.name_en) or self.name_th


class Window(models.Model):
    """When a stage of the yearly calendar is open, both days included."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="windows")
    stage = models.CharField(max_length=20, choices=Stage.choices)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["opens_on"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "stage"], name="one_window_per_stage_of_an_edition"),
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="window_closes_after_it_opens"),
        ]


class ReadDocument(models.Model):
    """A document that somebody handed in to be read. Its bytes lie in the file store under their SHA-256 (criteria/uploads.py)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=255)  # as the person named it
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING)
    problems = models.JSONField(default=list)  # why it was refused, as sentences
    reading = models.JSONField(default=dict)  # what was recognised beside the rows: title, years, counts, leftovers, doubts
    version = models.PositiveIntegerField(default=0)  # grows with every decision, so that a stale yes is noticed

    class Meta:
        abstract = True

    @property
    def is_ready(self) -> bool:
        return self.state == ReadingState.READY


class CatalogueFile(ReadDocument):
    """A file that the administrator handed in to make an edition of. Nothing of it counts before a yes."""

    kind = models.CharField(max_length=10, choices=FileKind.choices, default=FileKind.UNKNOWN, blank=True)
    content = models.JSONField(default=dict)  # a catalogue: the edition as in docs/catalogue.md; a list: {"entries": […]}
    choice = models.JSONField(default=dict)  # of a list: which edition it becomes, by which model, and which rows belong to it
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, related_name="files")  # what was made of it last
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["sha256"], name="one_catalogue_file_per_content")]

    @property
    def is_list(self) -> bool:
        return self.kind == FileKind.LIST
