"""Addresses of the import pages."""

from django.urls import path

from kaoping.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<str:kind>/template/", views.template, name="template"),
    path("<int:pk>/", views.preview, name="preview"),
]
