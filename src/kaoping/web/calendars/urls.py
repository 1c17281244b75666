"""Addresses of the pages about calendars."""

from django.urls import path

from kaoping.web.calendars import hours_views, views

app_name = "calendars"
urlpatterns = [
    path("", views.calendars, name="calendars"),
    path("import/", views.calendar_import, name="import"),
    path("hours/", hours_views.hours_list, name="hours"),
    path("hours/add/", hours_views.hours_add, name="hours-add"),
    path("hours/<int:pk>/", hours_views.hours_edit, name="hours-edit"),
    path("hours/<int:pk>/drop/", hours_views.hours_drop, name="hours-drop"),
]
