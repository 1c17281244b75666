"""Addresses of the pages about cycles."""

from django.urls import path

from kaoping.web.cycles import announcing, day_views, draw_views, unit_views, views

app_name = "cycles"
urlpatterns = [
    path("", views.cycles, name="cycles"),
    path("add/", views.cycle_add, name="cycle-add"),
    path("<int:pk>/", views.cycle, name="cycle"),
    path("<int:pk>/edit/", views.cycle_edit, name="cycle-edit"),
    path("<int:pk>/clone/", views.cycle_clone, name="cycle-clone"),
    path("<int:pk>/children/", views.cycle_children, name="cycle-children"),
    path("<int:pk>/scheme/", views.cycle_scheme, name="cycle-scheme"),
    path("<int:pk>/scheme/change/", views.cycle_scheme_edit, name="cycle-scheme-edit"),
    path("<int:pk>/units/", unit_views.units, name="cycle-units"),
    path("<int:pk>/units/assign/", unit_views.assign, name="cycle-assign"),
    path("participants/<int:pk>/", unit_views.participant, name="participant"),
    path("<int:pk>/days/", day_views.days, name="cycle-days"),
    path("days/<int:pk>/", day_views.day, name="day"),
    path("<int:pk>/steps/<str:step>/", day_views.step, name="cycle-step"),
    path("<int:pk>/draws/", draw_views.draws, name="cycle-draws"),
    path("<int:pk>/draws/commit/", draw_views.commit, name="cycle-draw-commit"),
    path("<int:pk>/draws/seal/", draw_views.seal, name="cycle-draw-seal"),
    path("<int:pk>/draws/candidates.xlsx", draw_views.candidates, name="cycle-draw-candidates"),
    path("<int:pk>/draws/reveal/", draw_views.reveal, name="cycle-draw-reveal"),
    path("<int:pk>/draws/verify/", draw_views.check, name="cycle-draw-verify"),
    path("<int:pk>/draws/files/<str:name>", draw_views.published_file, name="cycle-draw-file"),
    path("rounds/<int:pk>/", draw_views.round_, name="draw-round"),
    path("<int:pk>/announcement/", announcing.announcement, name="cycle-announcement"),
    path("<int:pk>/announcement/scheme.docx", announcing.scheme_file, name="cycle-scheme-file"),
]
