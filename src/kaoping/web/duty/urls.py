"""Addresses of the duty's pages."""

from django.urls import path

from kaoping.web.duty import rule_views, views

app_name = "duty"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("units/<int:pk>/write/", views.unit_write, name="unit-write"),
    path("readings/", views.readings, name="readings"),
    path("readings/<int:pk>/", views.reading, name="reading"),
    path("readings/<int:pk>/edit/", views.reading_edit, name="reading-edit"),
    path("readings/<int:pk>/problem/", views.reading_problem, name="reading-problem"),
    path("problems/<int:pk>/", views.problem, name="problem"),
    path("rules/", rule_views.rules, name="rules"),
    path("rules/add/", rule_views.rule_add, name="rule-add"),
    path("rules/<int:pk>/", rule_views.rule, name="rule"),
]
