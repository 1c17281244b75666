"""Addresses of the pages about background work."""

from django.urls import path

from kaoping.web.jobs import views

app_name = "jobs"
urlpatterns = [path("", views.failures, name="failures")]
