from django.urls import path

import criteria.navigation  # noqa: F401 -- adds the entry of the top bar
from criteria.views import calendar, catalogue, difference, files, next_year

app_name = "criteria"
urlpatterns = [
    path("criteria/", catalogue.edition_list, name="editions"),
    path("criteria/compare/", difference.compare, name="compare"),
    path("criteria/compare/table.csv", difference.table, {"kind": "csv"}, name="compare_csv"),
    path("criteria/compare/table.xlsx", difference.table, {"kind": "xlsx"}, name="compare_xlsx"),
    path("criteria/<slug:code>.xlsx", files.workbook, name="edition_xlsx"),
    path("criteria/<slug:code>.yaml", files.text, name="edition_yaml"),
    path("criteria/<slug:code>/", catalogue.edition, name="edition"),
    path("criteria/<slug:code>/windows/", calendar.windows, name="windows"),
    path("criteria/<slug:code>/next/", next_year.next_year, name="next"),
    path("criteria/<slug:code>/years/", next_year.years, name="years"),
]
