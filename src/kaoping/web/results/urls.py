"""Addresses of the pages about scores."""

from django.urls import path

from kaoping.web.results import (
    difference_views,
    group_views,
    matrix_views,
    unit_views,
    use_views,
    version_views,
    views,
    whatif_views,
)

app_name = "results"
urlpatterns = [
    path("", views.cycles, name="cycles"),
    path("cycles/<int:pk>/", views.ranking, name="cycle"),
    path("cycles/<int:pk>/matrix/", matrix_views.matrix, name="cycle-matrix"),
    path("cycles/<int:pk>/groups/", group_views.groups, name="cycle-groups"),
    path("cycles/<int:pk>/whatif/", whatif_views.of_cycle, name="cycle-whatif"),
    path("units/<int:pk>/", unit_views.unit, name="unit"),
    path("units/<int:pk>/gains/", unit_views.gains, name="unit-gains"),
    path("units/<int:pk>/whatif/", whatif_views.of_unit, name="unit-whatif"),
    path("files/<int:pk>/", unit_views.mark_file, name="mark-file"),
    path("cycles/<int:pk>/versions/", version_views.versions, name="versions"),
    path("cycles/<int:pk>/versions/freeze/", version_views.freeze, name="freeze"),
    path("versions/<int:pk>/", version_views.version, name="version"),
    path("versions/<int:pk>/files/<str:name>", version_views.version_file, name="version-file"),
    path("versions/<int:pk>/again/", version_views.again, name="again"),
    path("versions/<int:pk>/feedback/", version_views.feedback, name="feedback"),
    path("versions/<int:pk>/difference/", difference_views.difference, name="difference"),
    path("versions/<int:pk>/consequences/", use_views.consequences, name="consequences"),
    path("versions/<int:pk>/conversions/", use_views.conversions, name="conversions"),
]
