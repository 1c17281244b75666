"""Signing in by an OpenID Connect provider that runs on this machine for the test."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kaoping.model.errors import InputError
from kaoping.web.accounts.models import User
from kaoping.web.audit.models import Entry
from kaoping.web.deployment import SingleSignOn, openid_connect, read_deployment

CLIENT, SECRET = "kaoping", "a-secret-of-the-client"
ENTER = "/account/sso/sso/"


@dataclass
class Provider:
    """A provider that knows one person (`claims`) and hands out each code once, for its own client and verifier."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    broken: bool = False
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, asked: dict[str, str]) -> dict[str, str]:
        """What its page for signing in sends back by the browser."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The tokens for a code, or None where anything does not fit."""
        begun = self.codes.pop(asked["code"], None)
        proof = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        fits = begun and begun["code_challenge"] == challenge and begun["redirect_uri"] == asked["redirect_uri"]
        if not fits or (asked["client_id"], asked["client_secret"]) != (CLIENT, SECRET):
            return None
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        identity = jwt.encode(told, self.key, "RS256", headers={"kid": "1"})
        return {"access_token": "for-userinfo", "token_type": "Bearer", "expires_in": 60, "id_token": identity}

    def answer(self, path: str, asked: dict[str, str], bearer: str) -> dict[str, Any] | None:
        """What is answered at a path."""
        if path == "/.well-known/openid-configuration":
            places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            known = {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()}
            methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
            return known | methods | {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
        if path == "/token":
            return self.token(asked)
        if path == "/userinfo" and bearer == "Bearer for-userinfo":
            return self.claims
        return None


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """The provider, running and set."""
    made = Provider(claims={"sub": "8f3a", "preferred_username": "zhangsan", "name": "张三"})

    class Served(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply({name: values[0] for name, values in parse_qs(body).items()})

        def reply(self, asked: dict[str, str]) -> None:
            told = None if made.broken else made.answer(self.path, asked, self.headers.get("Authorization", ""))
            body = json.dumps(told or {"error": "invalid_request"}).encode()
            self.send_response(200 if told else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        made.issuer = f"http://127.0.0.1:{server.server_port}"
        use(settings, made)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def use(settings: Settings, provider: Provider, makes_people: bool = False) -> None:
    """Set the provider as the environment would."""
    environment = {
        "KAOPING_DATA": str(settings.DEPLOYMENT.data),
        "KAOPING_OIDC_ISSUER": provider.issuer,
        "KAOPING_OIDC_CLIENT": CLIENT,
        "KAOPING_OIDC_SECRET": SECRET,
        "KAOPING_OIDC_NAME": "宿城市统一认证",
        "KAOPING_OIDC_MAKES_PEOPLE": "1" if makes_people else "0",
    }
    settings.SINGLE_SIGN_ON = read_deployment(environment).single_sign_on
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": openid_connect(settings.SINGLE_SIGN_ON)}


def sign_in(client: Client, provider: Provider, **changes: str) -> str:
    """Go the whole way as a browser does; `changes` are made to what comes back."""
    begun = client.get(ENTER)
    assert begun.status_code == 302, begun.content.decode()
    place = urlsplit(begun["Location"])
    assert f"{place.scheme}://{place.netloc}{place.path}" == f"{provider.issuer}/authorize"
    asked = {name: values[0] for name, values in parse_qs(place.query).items()}
    assert asked["redirect_uri"] == "http://testserver/account/sso/sso/back/"
    return client.get(f"{ENTER}back/", provider.authorize(asked) | changes, follow=True).content.decode()


def who(client: Client) -> str | None:
    """The person signed in, by number."""
    return client.session.get("_auth_user_id")


@pytest.mark.django_db
def test_the_button_is_there_only_when_set(client: Client, settings: Settings) -> None:
    assert ENTER not in client.get(reverse("account_login")).content.decode()
    assert client.get(ENTER).status_code == 404
    use(settings, Provider("https://id.example.cn"))
    text = client.get(reverse("account_login")).content.decode()
    assert f'href="{ENTER}"' in text
    assert "用宿城市统一认证登录" in text


@pytest.mark.django_db
def test_the_registered_come_in_by_name_and_stay_themselves(client: Client, provider: Provider) -> None:
    person = User.objects.create_user("zhangsan", "张三")
    sign_in(client, provider)
    assert who(client) == str(person.pk)
    entry = Entry.objects.get(action="accounts.link_sign_on")
    assert (entry.actor_id, "8f3a" in json.dumps(entry.changes)) == (person.pk, False)
    tie = SocialAccount.objects.get()
    assert (tie.uid, tie.extra_data) == ("8f3a", {})
    # From now on the number counts: another name does not make them somebody else.
    other = User.objects.create_user("lisi", "李四")
    provider.claims["preferred_username"] = "lisi"
    again = Client()
    sign_in(again, provider)
    assert who(again) == str(person.pk) != str(other.pk)
    tie.refresh_from_db()
    assert tie.extra_data == {}
    assert Entry.objects.filter(action="accounts.link_sign_on").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("verified", "comes_in"), [(True, True), (False, False), ("true", False)])
def test_an_address_counts_only_when_confirmed(
    client: Client, provider: Provider, verified: object, comes_in: bool
) -> None:
    person = User.objects.create_user("zs", "张三", email="Zhang@example.gov.cn")
    provider.claims |= {"email": "zhang@example.gov.cn", "email_verified": verified}
    sign_in(client, provider)
    assert who(client) == (str(person.pk) if comes_in else None)


@pytest.mark.django_db
def test_two_with_one_address_are_nobody(client: Client, provider: Provider) -> None:
    for name in ("a", "b"):
        User.objects.create_user(name, name, email="zhang@example.gov.cn")
    provider.claims |= {"email": "zhang@example.gov.cn", "email_verified": True}
    assert "还没有登记" in sign_in(client, provider)
    assert who(client) is None


@pytest.mark.django_db
def test_nobody_is_made_unless_allowed(client: Client, provider: Provider, settings: Settings) -> None:
    assert "还没有登记" in sign_in(client, provider)
    assert (who(client), User.objects.count(), SocialAccount.objects.count()) == (None, 0, 0)
    use(settings, provider, makes_people=True)
    assert "还没有角色" in sign_in(client, provider)
    person = User.objects.get()
    assert (person.username, person.name, person.has_usable_password()) == ("zhangsan", "张三", False)
    assert "没有密码" in client.get(reverse("account_change_password"), follow=True).content.decode()


@pytest.mark.django_db
def test_what_makes_no_account_is_told(client: Client, provider: Provider, settings: Settings) -> None:
    use(settings, provider, makes_people=True)
    provider.claims["preferred_username"] = "<script>"
    assert "不能登记为账号。登录名：" in sign_in(client, provider)
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_an_account_is_not_taken_over_by_another_number(client: Client, provider: Provider) -> None:
    User.objects.create_user("zhangsan", "张三")
    sign_in(client, provider)
    provider.claims["sub"] = "other"
    other = Client()
    assert "已与另一个统一身份关联" in sign_in(other, provider)
    assert who(other) is None


@pytest.mark.django_db
def test_those_who_left_stay_out(client: Client, provider: Provider) -> None:
    User.objects.create_user("zhangsan", "张三")
    User.objects.update(is_active=False)
    assert "已停用" in sign_in(client, provider)
    User.objects.update(is_active=True)
    sign_in(client, provider)
    User.objects.update(is_active=False)
    later = Client()
    assert "已停用" in sign_in(later, provider)
    assert who(later) is None


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"state": "forged"}, {"code": "forged"}])
def test_a_forged_answer_lets_nobody_in(client: Client, provider: Provider, changes: dict[str, str]) -> None:
    User.objects.create_user("zhangsan", "张三")
    said = sign_in(client, provider, **changes)
    assert "统一身份认证" in said
    assert who(client) is None


@pytest.mark.django_db
def test_refused_and_silent_providers_are_told_of(client: Client, provider: Provider) -> None:
    said = client.get(f"{ENTER}back/", {"error": "access_denied", "state": "x"}, follow=True).content.decode()
    assert "没有完成" in said
    provider.broken = True
    assert "没有正确应答" in client.get(ENTER, follow=True).content.decode()
    provider.issuer = ""
    assert who(client) is None


@pytest.mark.django_db
def test_a_second_step_is_asked_for_here_too(
    client: Client, provider: Provider, with_second_step: Callable[[User], None]
) -> None:
    with_second_step(User.objects.create_user("zhangsan", "张三"))
    assert "验证码" in sign_in(client, provider)
    assert who(client) is None


@pytest.fixture
def with_second_step() -> Callable[[User], None]:
    """Gives somebody two-step verification."""
    return lambda person: TOTP.activate(person, generate_totp_secret())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"KAOPING_OIDC_ISSUER": "https://id.example.cn"}, "KAOPING_OIDC_CLIENT、KAOPING_OIDC_SECRET"),
        (
            {"KAOPING_OIDC_ISSUER": "id.example.cn", "KAOPING_OIDC_CLIENT": "a", "KAOPING_OIDC_SECRET": "b"},
            "https://",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        read_deployment({"KAOPING_DATA": str(tmp_path)} | given)


def test_without_settings_there_is_none(tmp_path: Path) -> None:
    found: SingleSignOn | None = read_deployment({"KAOPING_DATA": str(tmp_path)}).single_sign_on
    assert found is None
