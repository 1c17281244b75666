"""Addresses of the registry's pages."""

from django.urls import path

from kaoping.web.registry import column_views, contact_views, views

app_name = "registry"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/add/", views.unit_add, name="unit-add"),
    path("units/options/", views.unit_options, name="unit-options"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/edit/", views.unit_edit, name="unit-edit"),
    path("units/<int:pk>/contacts/add/", contact_views.contact_add, name="unit-new-contact"),
    path("contacts/", contact_views.contacts, name="contacts"),
    path("contacts/<int:pk>/edit/", contact_views.contact_edit, name="contact-edit"),
    path("contacts/<int:pk>/remove/", contact_views.contact_remove, name="contact-remove"),
    path("sites/", views.sites, name="sites"),
    path("sites/add/", views.site_add, name="site-add"),
    path("sites/<int:pk>/", views.site, name="site"),
    path("sites/<int:pk>/edit/", views.site_edit, name="site-edit"),
    path("sites/<int:pk>/state/", views.site_state, name="site-state"),
    path("sites/<int:pk>/columns/add/", column_views.column_add, name="site-new-column"),
    path("columns/", column_views.columns, name="columns"),
    path("columns/<int:pk>/", column_views.column, name="column"),
    path("columns/<int:pk>/edit/", column_views.column_edit, name="column-edit"),
    path("columns/<int:pk>/decide/", column_views.column_decide, name="column-decide"),
    path("media/", views.media, name="media"),
    path("media/add/", views.media_add, name="media-add"),
    path("media/<int:pk>/", views.media_account, name="media-account"),
    path("media/<int:pk>/edit/", views.media_edit, name="media-edit"),
    path("regions/", views.regions, name="regions"),
    path("regions/add/", views.region_add, name="region-add"),
    path("regions/options/", views.region_options, name="region-options"),
    path("regions/<int:pk>/", views.region, name="region"),
]
