"""Signing in by an OpenID Connect provider, where the installation names one."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from allauth.account import views as account
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from kaoping.web.accounts.actions.link_sign_on import Known, link_sign_on
from kaoping.web.accounts.models import User
from kaoping.web.actions import RefusedError, problems_of


def enter(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    return _told_of_failures(openid_connect.login, request, provider_id)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the provider says of who came back."""
    return _told_of_failures(openid_connect.callback, request, provider_id)


def password_change(request: HttpRequest) -> HttpResponse:
    """Change the password; who signs in elsewhere and has none is told so."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        messages.info(request, _("您通过统一身份认证登录，在这里没有密码；请到认证系统修改。"))
        return HttpResponseRedirect(reverse("home"))
    answer: HttpResponse = account.password_change(request)
    return answer


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the office has registered; nobody signs up by signing in, unless the installation says so."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find out whose login it is: by the provider's lasting number, at first by name or confirmed mail address."""
        set_up = settings.SINGLE_SIGN_ON
        assert set_up is not None  # there is no provider without it
        claims = _claims(sociallogin)
        sociallogin.account.extra_data = {}  # what the provider tells of people beyond who they are is not kept
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        told = Known(
            provider=sociallogin.account.provider,
            uid=sociallogin.account.uid,
            username=str(claims.get(set_up.claim) or ""),
            name=str(claims.get("name") or ""),
            email=str(claims.get("email") or "") if claims.get("email_verified") is True else "",
        )
        try:
            sociallogin.account = link_sign_on(told, set_up.makes_people, request.META.get("REMOTE_ADDR", ""))
        except RefusedError as error:
            self._refuse(request, str(error))
        except ValidationError as error:
            self._refuse(request, _("统一身份认证给出的信息不能登记为账号。%s") % _in_words(error))
        sociallogin.user = sociallogin.account.user

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Return to the page for signing in, and say that nothing came of it."""
        self._refuse(request, _("统一身份认证没有完成。请重试，或用登录名和密码登录。"))

    def _refuse(self, request: HttpRequest, why: str) -> NoReturn:
        messages.error(request, why)
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


def _in_words(error: ValidationError) -> str:
    found = problems_of(error).items()
    names = {field.name: field.verbose_name for field in User._meta.concrete_fields}
    return " ".join(f"{names[name]}：{''.join(said)}" for name, said in found)


def _claims(sociallogin: SocialLogin) -> Mapping[str, Any]:
    told = sociallogin.account.extra_data
    return {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}


def _told_of_failures(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view(request, provider_id=provider_id)
    except (RequestException, ValueError, KeyError):  # the provider is silent, or answers something else than it should
        messages.error(request, _("统一身份认证系统现在没有正确应答。请稍后再试，或用登录名和密码登录。"))
        return HttpResponseRedirect(reverse("account_login"))
