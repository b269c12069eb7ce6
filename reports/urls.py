from django.urls import path

import reports.navigation  # noqa: F401 -- adds the entries of the top bar
from reports.views import agency, api, beginning, extending, many, overview, public

app_name = "reports"
urlpatterns = [
    path("reports/", agency.reports, name="reports"),
    path("reports/file/<uuid:key>/", agency.download, name="download"),
    path("reports/<slug:agency>/<slug:edition>/", agency.year, name="year"),
    path("reports/<slug:agency>/<slug:edition>/make/<slug:kind>/", agency.make, name="make"),
    path("compare/", many.choose, name="compare"),
    path("compare/<slug:code>/", many.compare, name="comparison"),
    path("compare/<slug:code>.csv", many.as_csv, name="comparison_csv"),
    path("compare/<slug:code>.xlsx", many.as_xlsx, name="comparison_xlsx"),
    path("years/", many.choose_to_run, name="years"),
    path("years/<slug:code>/", many.run, name="run_edition"),
    path("years/<slug:code>/begin/", beginning.begin, name="begin_many"),
    path("years/<slug:code>/extend/", extending.extend, name="extend_many"),
    path("years/<slug:code>/move/", many.move, name="move_many"),
    path("<slug:agency>/<slug:edition>/overview/", overview.overview, name="overview"),
    path("<slug:agency>/<slug:edition>/assignment-sheet/", agency.assignment_sheet, name="assignment_sheet"),
    path("public/", public.index, name="public_index"),
    path("public/file/<uuid:key>/", public.file, name="public_file"),
    path("public/<slug:agency>/<slug:edition>/", public.page, name="public"),
    path("public/<slug:agency>/<slug:edition>.json", public.as_json, name="public_json"),
    path("public/<slug:agency>/<slug:edition>.csv", public.as_csv, name="public_csv"),
    path("public/<slug:agency>/<slug:edition>.xlsx", public.as_xlsx, name="public_xlsx"),
    path("verify/", public.verify, name="verify"),
    path("api/v1/editions/", api.edition_list, name="api_editions"),
    path("api/v1/editions/<slug:code>/", api.edition, name="api_edition"),
    path("api/v1/assessments/", api.assessment_list, name="api_assessments"),
    path("api/v1/assessments/<slug:agency>/<slug:edition>/", api.assessment, name="api_assessment"),
]
