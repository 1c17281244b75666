"""Addresses of the pages about calendars."""

from django.urls import path

from kaoping.web.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.calendars, name="calendars"),
    path("import/", views.calendar_import, name="import"),
]
