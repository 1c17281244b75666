"""Addresses of the pages about what is registered twice."""

from django.urls import path

from kaoping.web.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.duplicates, name="duplicates"),
    path("units/<int:pk>/merge/", views.unit_merge, name="unit-merge"),
]
