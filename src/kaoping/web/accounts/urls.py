"""Addresses of the pages about people."""

from django.urls import path

from kaoping.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("invite/", views.invite, name="invite"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/edit/", views.person_edit, name="person-edit"),
    path("<int:pk>/reinvite/", views.reinvite, name="reinvite"),
    path("roles/<int:pk>/revoke/", views.role_revoke, name="role-revoke"),
    path("welcome/<str:secret>/", views.invitation, name="invitation"),
]
