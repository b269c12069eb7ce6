"""What components ask for, as kinds of content: how a component words it, how documents head it, what it looks like itself.

A heading alone is no content: an empty form has the same headings. So each topic knows the values that stand there when somebody
filled it in. All patterns are written in plain Thai and matched on skeletons.
"""

from submissions.checks.topics.facts import COMPLAINTS, CONTACT, PROCUREMENT, RESPONSIBLE, RISK
from submissions.checks.topics.plans import BUDGET, INDICATOR, MEASURE, PERIOD, PROJECT, STEPS
from submissions.checks.topics.reports import ADVICE, PROBLEM, RESULT, SPENDING
from submissions.checks.topics.words import CONTENTS, EMPTY, INSTRUCTION, NOTHING, Topic, pattern
from submissions.documents.skeletons import bones

TOPICS: tuple[Topic, ...] = (
    *(CONTACT, PERIOD, RISK, PROCUREMENT, RESPONSIBLE, COMPLAINTS, PROJECT, MEASURE, PROBLEM),
    *(SPENDING, RESULT, INDICATOR, BUDGET, ADVICE, STEPS),
)
BY_NAME = {topic.name: topic for topic in TOPICS}

__all__ = ["BY_NAME", "CONTENTS", "EMPTY", "INSTRUCTION", "NOTHING", "TOPICS", "Topic", "asked_by", "pattern"]


def asked_by(text: str) -> list[Topic]:
    """The topics that a component asks for, by its wording; none where it asks for something that has no visible form."""
    here = bones(text.lower())
    return [topic for topic in TOPICS if topic.asked.search(here)]
