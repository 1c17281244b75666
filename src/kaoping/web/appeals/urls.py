"""Addresses of the pages about appeals."""

from django.urls import path

from kaoping.web.appeals import deciding_views, own_views, views

app_name = "appeals"
urlpatterns = [
    path("", views.appeals, name="appeals"),
    path("own/", own_views.own, name="own"),
    path("units/<int:pk>/", own_views.unit, name="unit"),
    path("units/<int:pk>/file/", own_views.file, name="file"),
    path("cycles/<int:pk>/", views.cycle, name="cycle"),
    path("cycles/<int:pk>/terms/", views.terms, name="terms"),
    path("<int:pk>/", views.appeal, name="appeal"),
    path("<int:pk>/withdraw/", own_views.withdraw, name="withdraw"),
    path("<int:pk>/accept/", deciding_views.accept, name="accept"),
    path("<int:pk>/decide/", deciding_views.decide, name="decide"),
    path("proofs/<int:pk>/", views.proof, name="proof"),
]
