"""Why a person must look at a row: the readers' sentences, and those that follow from comparing it with the year."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from criteria.documents.sentences import doubt_sentence
from criteria.documents.shapes import Doubt

OWN: dict[str, Promise] = {
    "title_of_another": _("The title is that of item %(detail)s of this edition."),
    "title_differs": _("This edition has another title here: “%(detail)s”."),
    "persons_left_out": _("Names of persons, posts or telephone numbers in the cell were left out."),
    "score_unusable": _("“%(detail)s” is no score from 0 to 100 with at most two decimals."),
}


def why(doubt: Doubt) -> str:
    """The sentence for a doubt, in the reader's language."""
    return str(OWN[doubt.code]) % {"detail": doubt.detail} if doubt.code in OWN else doubt_sentence(doubt)
