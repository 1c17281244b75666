"""Addresses of the pages about self-assessment."""

from django.urls import path

from kaoping.web.selfassessment import body_views, unit_views

app_name = "selfassessment"
urlpatterns = [
    path("", unit_views.own, name="own"),
    path("units/<int:pk>/", unit_views.unit, name="unit"),
    path("units/<int:pk>/begin/", unit_views.begin, name="unit-begin"),
    path("units/<int:pk>/prefill/", unit_views.prefill, name="unit-prefill"),
    path("cycles/", body_views.cycles, name="cycles"),
    path("cycles/<int:pk>/", body_views.cycle, name="cycle"),
    path("cycles/<int:pk>/call/", body_views.call, name="cycle-call"),
    path("cycles/<int:pk>/sections/add/", body_views.section_add, name="cycle-section-add"),
    path("sections/<int:pk>/", body_views.section, name="section"),
    path("sections/<int:pk>/remove/", body_views.section_remove, name="section-remove"),
    path("reports/<int:pk>/", body_views.report, name="report"),
]
