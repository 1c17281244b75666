"""All addresses of the platform."""

from allauth.account import views as account
from django.urls import include, path
from django.views.i18n import set_language

from kaoping.web.accounts import single_sign_on
from kaoping.web.jobs.metrics import metrics
from kaoping.web.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", set_language, name="set_language"),
    path("healthz", views.health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("registry/", include("kaoping.web.registry.urls")),
    path("cycles/", include("kaoping.web.cycles.urls")),
    path("monitoring/", include("kaoping.web.monitoring.urls")),
    path("marking/", include("kaoping.web.marking.urls")),
    path("calendars/", include("kaoping.web.calendars.urls")),
    path("duplicates/", include("kaoping.web.duplicates.urls")),
    path("duty/", include("kaoping.web.duty.urls")),
    path("appeals/", include("kaoping.web.appeals.urls")),
    path("results/", include("kaoping.web.results.urls")),
    path("selfassessment/", include("kaoping.web.selfassessment.urls")),
    path("site-reports/", include("kaoping.web.sitereports.urls")),
    path("imports/", include("kaoping.web.imports.urls")),
    path("jobs/", include("kaoping.web.jobs.urls")),
    path("limits/", include("kaoping.web.limits.urls")),
    path("notices/", include("kaoping.web.notices.urls")),
    path("people/", include("kaoping.web.accounts.urls")),
    path("audit/", include("kaoping.web.audit.urls")),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/sso/<str:provider_id>/", single_sign_on.enter, name="openid_connect_login"),
    path("account/sso/<str:provider_id>/back/", single_sign_on.come_back, name="openid_connect_callback"),
    path("account/password/", single_sign_on.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
