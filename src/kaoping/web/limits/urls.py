"""Addresses of the pages about limits."""

from django.urls import path

from kaoping.web.limits import views

app_name = "limits"
urlpatterns = [
    path("", views.limits_list, name="limits"),
    path("add/", views.limits_add, name="limits-add"),
    path("<int:pk>/", views.limits_edit, name="limits-edit"),
]
