"""The overview of one agency's year."""

import datetime
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Department, User
from assignments.models import Assessment
from assignments.queries import Responsible, Seat, answers_window, responsible_by_item, seat_of
from assignments.workflow import STEPS as YEAR_STEPS
from criteria.enums import Stage
from ita_portal.lib.verdict import Verdict
from submissions import policy, queries, visibility
from submissions.enums import Status
from submissions.pages.item import has_typed_score
from submissions.queries import Row


@dataclass
class YearPage:
    """The overview of one agency's year."""

    assessment: Assessment
    seat: Seat
    groups: list
    tally: policy.Tally
    can: dict[str, Verdict]
    shows_scores: bool
    due_on: datetime.date | None
    departments: list[Department] = field(default_factory=list)

    @property
    def steps(self) -> list[dict]:
        mine = [step for step in YEAR_STEPS.values() if self.seat.has(*step.roles)]
        now = [step for step in mine if self.assessment.stage in step.sources]
        return [{"verb": s.verb, "label": s.label, "needs": s.needs, "verdict": self.can[s.verb]} for s in now]

    @property
    def bulk(self) -> dict | None:
        """What this person may do to several items at once, and to those of which status."""
        if self.seat.has(Role.COORDINATOR) and self.assessment.stage == Stage.PREPARING:
            return {"verb": "accept", "status": Status.SUBMITTED}
        if self.seat.assesses and self.assessment.stage == Stage.ASSESSING and not has_typed_score(self.assessment):
            return {"verb": "score_as_met", "status": Status.ACCEPTED}
        return None

    @property
    def matrix(self) -> list[dict]:
        """One row per item, one cell per department: its part, and how far the item is."""
        found = []
        for group in self.groups:
            for row in group.rows:
                parts = {one.department_id: one.get_part_display() for one in row.responsible.rows}
                status = row.submission.status
                label = str(Status(status).label)
                cells = [
                    {"word": parts.get(d.pk, ""), "status": status, "label": label if d.pk in parts else ""}
                    for d in self.departments
                ]
                found.append({"code": row.code, "title": row.item.title, "cells": cells})
        return found

    @property
    def done(self) -> int:
        if self.assessment.stage == Stage.PUBLISHED:
            return self.tally.total
        return self.tally.by_status.get(Status.ACCEPTED, 0) + self.tally.by_status.get(Status.SCORED, 0)

    @property
    def stages(self) -> list[dict]:
        """For the stepper: what is behind, where we are, what is to come."""
        order = list(Stage)
        here = order.index(Stage(self.assessment.stage))
        states = ["done" if i < here else "current" if i == here else "todo" for i in range(len(order))]
        return [{"label": stage.label, "state": state, "note": ""} for stage, state in zip(order, states, strict=True)]


def year_page(assessment: Assessment, user: User) -> YearPage:
    seat = seat_of(user, assessment)
    tally = policy.Tally(queries.tally_of(assessment), len(queries.assessor_counts([assessment])))
    return YearPage(
        assessment=assessment,
        seat=seat,
        groups=queries.grouped(rows_of(assessment)),
        tally=tally,
        can=policy.steps_of_year(seat, assessment, tally),
        shows_scores=visibility.sees_scores(seat, assessment.stage),
        due_on=answers_window(assessment)[1] if assessment.stage == Stage.PREPARING else None,
    )


def rows_of(assessment: Assessment) -> list[Row]:
    """Every item of a year with who answers for it. Two or three queries for any number of items."""
    responsible = responsible_by_item(assessment)
    results = queries.frozen_results(assessment) if assessment.stage == Stage.PUBLISHED else {}
    return [
        Row(s, s.item, responsible.get(s.item_id, Responsible()), s.evidence_count, results.get(s.item_id))
        for s in queries.submissions_of(assessment)
    ]


def trail(assessment: Assessment, *more: tuple[str, str]) -> list[dict]:
    """The breadcrumb from the start page to here."""
    here = reverse("submissions:year", args=[assessment.agency.slug, assessment.edition.code])
    entries = [(_("My work"), "/"), (str(assessment), here), *more]
    return [{"label": label, "url": url} for label, url in entries[:-1]] + [{"label": entries[-1][0], "url": ""}]
