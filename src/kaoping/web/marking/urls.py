"""Addresses of the pages about marks."""

from django.urls import path

from kaoping.web.marking import desk_views, views

app_name = "marking"
urlpatterns = [
    path("", views.cycles, name="cycles"),
    path("cycles/<int:pk>/", views.progress, name="cycle"),
    path("cycles/<int:pk>/allot/", views.allot, name="cycle-allot"),
    path("cycles/<int:pk>/marks/", views.marks, name="cycle-marks"),
    path("allotments/<int:pk>/withdraw/", views.withdraw, name="allotment-withdraw"),
    path("marks/<int:pk>/", views.mark, name="mark"),
    path("desk/", desk_views.desk, name="desk"),
    path("desk/<int:pk>/", desk_views.queue, name="desk-cycle"),
    path("desk/<int:pk>/finish/", desk_views.finish, name="desk-finish"),
    path("judge/<int:pk>/", desk_views.judge, name="judge"),
]
