"""Addresses of the pages about notices."""

from django.urls import path

from kaoping.web.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("<int:pk>/", views.notice, name="notice"),
]
