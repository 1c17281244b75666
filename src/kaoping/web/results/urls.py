"""Addresses of the pages about scores."""

from django.urls import path

from kaoping.web.results import group_views, matrix_views, unit_views, views, whatif_views

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
]
