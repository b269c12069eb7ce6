from django.urls import path

import criteria.navigation  # noqa: F401 -- adds the entry of the top bar
from criteria.views import calendar, catalogue, difference, files, importing, next_year
from criteria.views.workshop import editions, items, structure, wording

app_name = "criteria"
urlpatterns = [
    path("criteria/", catalogue.edition_list, name="editions"),
    path("criteria/compare/", difference.compare, name="compare"),
    path("criteria/compare/table.csv", difference.table, {"kind": "csv"}, name="compare_csv"),
    path("criteria/compare/table.xlsx", difference.table, {"kind": "xlsx"}, name="compare_xlsx"),
    path("criteria/<slug:code>.xlsx", files.workbook, name="edition_xlsx"),
    path("criteria/<slug:code>.yaml", files.text, name="edition_yaml"),
    path("criteria/new/", editions.new, name="new"),
    path("criteria/import/", importing.imports, name="imports"),
    path("criteria/import/<int:number>/", importing.review, name="import_review"),
    path("criteria/import/<int:number>/apply/", importing.apply, name="import_apply"),
    path("criteria/import/<int:number>/file/", importing.download, name="import_file"),
    path("criteria/<slug:code>/", catalogue.edition, name="edition"),
    path("criteria/<slug:code>/windows/", calendar.windows, name="windows"),
    path("criteria/<slug:code>/next/", next_year.next_year, name="next"),
    path("criteria/<slug:code>/years/", next_year.years, name="years"),
    path("criteria/<slug:code>/edit/", editions.workshop, name="workshop"),
    path("criteria/<slug:code>/edit/about/", editions.about, name="edit_edition"),
    path("criteria/<slug:code>/edit/corrections/", editions.corrections, name="edit_corrections"),
    path("criteria/<slug:code>/edit/scoring/", editions.scoring, name="edit_scoring"),
    path("criteria/<slug:code>/edit/history/", editions.history, name="edition_history"),
    path("criteria/<slug:code>/edit/indicators/new/", structure.add_indicator, name="add_indicator"),
    path("criteria/<slug:code>/edit/indicators/<int:pk>/", structure.edit_indicator, name="edit_indicator"),
    path("criteria/<slug:code>/edit/indicators/<int:pk>/change/", structure.change_indicator, name="change_indicator"),
    path("criteria/<slug:code>/edit/headings/new/", structure.add_heading, name="add_heading"),
    path("criteria/<slug:code>/edit/headings/<int:pk>/", structure.edit_heading, name="edit_heading"),
    path("criteria/<slug:code>/edit/headings/<int:pk>/change/", structure.change_heading, name="change_heading"),
    path("criteria/<slug:code>/edit/items/new/", items.add_item, name="add_item"),
    path("criteria/<slug:code>/edit/items/<int:pk>/", items.edit_item, name="edit_item"),
    path("criteria/<slug:code>/edit/items/<int:pk>/move/", items.move_item, name="move_item"),
    path("criteria/<slug:code>/edit/items/<int:pk>/remove/", items.remove_item, name="remove_item"),
    path("criteria/<slug:code>/edit/items/<int:pk>/components/new/", items.add_component, name="add_component"),
    path("criteria/<slug:code>/edit/components/<int:pk>/", items.edit_component, name="edit_component"),
    path("criteria/<slug:code>/edit/components/<int:pk>/change/", items.change_component, name="change_component"),
    path("criteria/<slug:code>/edit/wording/<slug:key>/", wording.correct, name="correct"),
    path("criteria/<slug:code>/edit/<slug:verb>/", editions.step, name="edition_step"),
]
