"""Addresses of the pages about notices."""

from django.urls import path

from kaoping.web.notices import channel_views, views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("<int:pk>/", views.notice, name="notice"),
    path("settings/", views.preferences, name="settings"),
    path("channels/", channel_views.channels, name="channels"),
    path("channels/mail-test/", channel_views.mail_test, name="mail-test"),
    path("channels/robots/add/", channel_views.robot_add, name="robot-add"),
    path("channels/robots/<int:pk>/", channel_views.robot, name="robot"),
    path("channels/robots/<int:pk>/edit/", channel_views.robot_edit, name="robot-edit"),
    path("channels/robots/<int:pk>/test/", channel_views.robot_test, name="robot-test"),
    path("channels/deliveries/", channel_views.deliveries, name="deliveries"),
]
