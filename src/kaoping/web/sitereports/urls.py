"""Addresses of the pages about annual site reports."""

from django.urls import path

from kaoping.web.sitereports import body_views, unit_views

app_name = "sitereports"
urlpatterns = [
    path("", unit_views.own, name="own"),
    path("begin/<int:pk>/<int:site>/", unit_views.begin, name="begin"),
    path("fill/<int:pk>/", unit_views.fill, name="fill"),
    path("publish/<int:pk>/", unit_views.publish, name="publish"),
    path("collections/", body_views.collections, name="collections"),
    path("collections/add/", body_views.collection_add, name="collection-add"),
    path("collections/<int:pk>/", body_views.collection, name="collection"),
    path("collections/<int:pk>/edit/", body_views.collection_edit, name="collection-edit"),
    path("reports/<int:pk>/", body_views.report, name="report"),
]
