"""Addresses of the pages about scores."""

from django.urls import path

from kaoping.web.results import views

app_name = "results"
urlpatterns = [
    path("", views.cycles, name="cycles"),
    path("cycles/<int:pk>/", views.ranking, name="cycle"),
    path("cycles/<int:pk>/matrix/", views.matrix, name="cycle-matrix"),
    path("units/<int:pk>/", views.unit, name="unit"),
]
