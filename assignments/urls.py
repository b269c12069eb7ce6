"""Departments and people of an agency. These come before the years: no edition is called like one of them."""

from django.urls import path

import assignments.navigation  # noqa: F401 -- adds the tools of the desk
from assignments.views import departments, people

app_name = "assignments"
urlpatterns = [
    path("<slug:agency>/website/", departments.website, name="website"),
    path("<slug:agency>/departments/", departments.departments, name="departments"),
    path("<slug:agency>/departments/<slug:key>/", departments.department, name="department"),
    path("<slug:agency>/departments/<slug:key>/rename/", departments.rename, name="rename_department"),
    path("<slug:agency>/departments/<slug:key>/aliases/", departments.aliases, name="aliases"),
    path("<slug:agency>/departments/<slug:key>/units/", departments.add_unit, name="add_unit"),
    path("<slug:agency>/departments/<slug:key>/merge/", departments.merge, name="merge"),
    path("<slug:agency>/departments/<slug:key>/hand-over/<slug:edition>/", departments.hand_over_items, name="hand_over_items"),
    path("<slug:agency>/departments/<slug:key>/close/", departments.close, name="close_department"),
    path("<slug:agency>/people/", people.people, name="people"),
    path("<slug:agency>/people/<int:pk>/", people.membership, name="membership"),
    path("<slug:agency>/people/<int:pk>/place/", people.place, name="place"),
    path("<slug:agency>/people/<int:pk>/hand-over/", people.hand_over, name="hand_over"),
    path("<slug:agency>/people/<int:pk>/leave/", people.leave, name="leave"),
]
