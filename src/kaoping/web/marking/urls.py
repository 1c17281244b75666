"""Addresses of the pages about marks."""

from django.urls import path

from kaoping.web.marking import desk_views, double_views, material_views, proof_views, stored, views

app_name = "marking"
urlpatterns = [
    path("", views.cycles, name="cycles"),
    path("cycles/<int:pk>/", views.progress, name="cycle"),
    path("cycles/<int:pk>/allot/", views.allot, name="cycle-allot"),
    path("cycles/<int:pk>/marks/", views.marks, name="cycle-marks"),
    path("cycles/<int:pk>/agreement/", double_views.agreement, name="cycle-agreement"),
    path("cycles/<int:pk>/differences/", double_views.differences, name="cycle-differences"),
    path("cycles/<int:pk>/panels/", double_views.panels, name="cycle-panels"),
    path("allotments/<int:pk>/withdraw/", views.withdraw, name="allotment-withdraw"),
    path("marks/<int:pk>/", views.mark, name="mark"),
    path("cycles/<int:pk>/materials/", material_views.of_cycle, name="cycle-materials"),
    path("materials/", material_views.own, name="materials"),
    path("materials/units/<int:pk>/", material_views.of_unit, name="unit-materials"),
    path("materials/<int:pk>/", material_views.file, name="material"),
    path("materials/own/<int:pk>/", material_views.own_file, name="own-material"),
    path("materials/judged/<int:pk>/", material_views.judged_file, name="judged-material"),
    path("files/<int:pk>/", proof_views.file, name="file"),
    path("desk/", desk_views.desk, name="desk"),
    path("desk/<int:pk>/", desk_views.queue, name="desk-cycle"),
    path("desk/<int:pk>/finish/", desk_views.finish, name="desk-finish"),
    path("judge/<int:pk>/", desk_views.judge, name="judge"),
    path("judge/<int:pk>/stored/", stored.stored, name="judge-stored"),
    path("judge/<int:pk>/files/", proof_views.file_add, name="file-add"),
    path("judge/<int:pk>/calls/", proof_views.call_add, name="call-add"),
    path("judge/files/<int:pk>/", proof_views.own_file, name="own-file"),
    path("judge/files/<int:pk>/remove/", proof_views.file_remove, name="file-remove"),
    path("judge/calls/<int:pk>/remove/", proof_views.call_remove, name="call-remove"),
]
