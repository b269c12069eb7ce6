"""Addresses of answers. They come last: an agency's year stands directly under its slug."""

from django.urls import path, register_converter

import submissions.navigation  # noqa: F401 -- adds the entries of the top bar
from submissions.views import (
    again,
    agenda,
    answer,
    assign,
    beginning,
    bulk,
    calendar,
    cells,
    changes,
    copies,
    copying,
    evidence,
    guide,
    imports,
    item,
    links,
    missing,
    notices,
    periods,
    review,
    search,
    uploading,
    year,
)

app_name = "submissions"


class ItemCode:
    """An item's code in an address: O7, o7, 07 or ๐๗."""

    regex = "[Oo0๐]?[0-9๐-๙]{1,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class OneOf:
    """A converter for one of these verbs."""

    def __init__(self, *verbs: str) -> None:
        self.regex = "|".join(verbs)

    def __call__(self) -> "OneOf":
        return self

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ItemCode, "code")
register_converter(OneOf("reopen", *year.YEAR_ACTIONS), "year_verb")  # type: ignore[arg-type]  # called like a class
register_converter(OneOf(*bulk.VERBS), "bulk_verb")  # type: ignore[arg-type]
register_converter(OneOf(*item.ACTIONS), "item_verb")  # type: ignore[arg-type]

YEAR = "<slug:agency>/<slug:edition>/"
ITEM = f"{YEAR}<code:code>/"
IMPORT = f"{YEAR}import/<int:number>/"

urlpatterns = [
    path("help/", guide.index, name="help"),
    path("help/mine/", guide.mine, name="help_mine"),
    path("help/public/", guide.public, name="help_public"),
    path("help/known/", guide.known, name="help_known"),
    path("help/<slug:role>/", guide.role, name="help_role"),
    path("review/", review.review, name="review"),
    path("notices/", notices.index, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:number>/", notices.opened, name="notice"),
    path("calendar/", agenda.agenda, name="agenda"),
    path("calendar/<uuid:key>.ics", agenda.feed, name="feed"),
    path("search/", search.search, name="search"),
    path("evidence/copy/<uuid:key>/", copies.download, name="copy"),
    path("evidence/copy/<uuid:key>/screenshot/", copies.screenshot, name="screenshot"),
    path("evidence/<uuid:key>/", evidence.download, name="download"),
    path(YEAR, year.year, name="year"),
    path(f"{YEAR}evidence-again/", again.again, name="again"),
    path(f"{YEAR}begin/", beginning.begin, name="begin"),
    path(f"{YEAR}run/", calendar.run, name="run"),
    path(f"{YEAR}months/", periods.months, name="months"),
    path(f"{YEAR}matrix/", year.matrix, name="matrix"),
    path(f"{YEAR}matrix/edit/", cells.cells, name="cells"),
    path(f"{YEAR}workload/", cells.workload, name="workload"),
    path(f"{YEAR}missing/", missing.missing, name="missing"),
    path(f"{YEAR}missing/chase/", missing.chase, name="chase"),
    path(f"{YEAR}links/", links.links, name="links"),
    path(f"{YEAR}links/broken.csv", links.broken_csv, name="links_csv"),
    path(f"{YEAR}links/look/", links.look, name="look_at_links"),
    path(f"{YEAR}links/<uuid:key>/", links.link, name="link"),
    path(f"{YEAR}links/<uuid:key>/copy/", copies.keep, name="keep_copy"),
    path(f"{YEAR}changes/", changes.changes, name="changes"),
    path(f"{YEAR}copy-sheet/", copying.sheet, name="copy_sheet"),
    path(f"{YEAR}copy-sheet.xlsx", copying.workbook, name="copy_sheet_xlsx"),
    path(f"{YEAR}copy-sheet/<code:code>/enter/", copying.enter, name="enter"),
    path(f"{YEAR}copy-sheet/<code:code>/take-back/", copying.take_back, name="take_back_entered"),
    path(f"{YEAR}next/", year.ahead, name="next"),
    path(f"{YEAR}<year_verb:verb>/", year.move, name="move"),
    path(f"{YEAR}bulk/<bulk_verb:verb>/", bulk.bulk, name="bulk"),
    path(f"{YEAR}import/", imports.imports, name="imports"),
    path(IMPORT, imports.review, name="import_review"),
    path(f"{IMPORT}names/", imports.names, name="import_names"),
    path(f"{IMPORT}scores/", imports.scores, name="import_scores"),
    path(f"{IMPORT}rows/<int:row>/", imports.correct, name="import_row"),
    path(f"{IMPORT}apply/", imports.apply, name="import_apply"),
    path(f"{IMPORT}result/", imports.result, name="import_result"),
    path(ITEM, item.item, name="item"),
    path(f"{ITEM}worth/", item.worth, name="worth"),
    path(f"{ITEM}assign/", assign.assign, name="assign"),
    path(f"{ITEM}answer/", answer.save_answer, name="save_answer"),
    path(f"{ITEM}evidence/", answer.add_evidence, name="add_evidence"),
    path(f"{ITEM}uploads/", uploading.begin, name="begin_upload"),
    path(f"{ITEM}uploads/<uuid:key>/", uploading.part, name="upload"),
    path(f"{ITEM}uploads/<uuid:key>/forget/", uploading.forget, name="forget_upload"),
    path(f"{ITEM}evidence/<uuid:key>/", evidence.describe, name="describe_evidence"),
    path(f"{ITEM}evidence/<uuid:key>/withdraw/", evidence.withdraw, name="withdraw_evidence"),
    path(f"{ITEM}evidence/<uuid:key>/replace/", evidence.replace, name="replace_evidence"),
    path(f"{ITEM}evidence/<uuid:key>/also/", evidence.use_also, name="use_also"),
    path(f"{ITEM}months/<slug:period>/nothing/", periods.state_nothing, name="state_nothing"),
    path(f"{ITEM}months/<slug:period>/nothing/withdraw/", periods.take_back_nothing, name="take_back_nothing"),
    path(f"{ITEM}evidence/<uuid:key>/way/", evidence.use_way, name="use_way"),
    path(f"{ITEM}evidence/<uuid:key>/checks/", evidence.look_again, name="look_again"),
    path(f"{ITEM}evidence/<uuid:key>/checks/<str:name>/", evidence.answer_check, name="answer_check"),
    path(f"{ITEM}comment/", answer.comment, name="comment"),
    path(f"{ITEM}review/", review.save_review, name="save_review"),
    path(f"{ITEM}<item_verb:verb>/", item.step, name="step"),
]
