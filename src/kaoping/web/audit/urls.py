"""Addresses of the audit log's pages."""

from django.urls import path

from kaoping.web.audit import views

app_name = "audit"
urlpatterns = [path("", views.entries, name="entries"), path("verify/", views.verify, name="verify")]
