"""Where this installation keeps its things and how it is reached: read from the environment, checked once."""

import importlib.util
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoping.model.errors import InputError
from kaoping.web.inspecting_settings import USUAL, Inspecting, read_inspecting

DATA = "KAOPING_DATA"
DATABASE = "DATABASE_URL"
HOSTS = "KAOPING_HOSTS"
HTTPS = "KAOPING_HTTPS"
SECRET = "KAOPING_SECRET_KEY"  # noqa: S105 the name of a variable
MAIL = "KAOPING_MAIL_URL"
ISSUER = "KAOPING_OIDC_ISSUER"
CLIENT = "KAOPING_OIDC_CLIENT"
CLIENT_SECRET = "KAOPING_OIDC_SECRET"  # noqa: S105 the name of a variable
SIGN_IN_NAME = "KAOPING_OIDC_NAME"
NAME_CLAIM = "KAOPING_OIDC_CLAIM"
MAKES_PEOPLE = "KAOPING_OIDC_MAKES_PEOPLE"
PROVIDER_ID = "sso"
ROBOTS = "KAOPING_ROBOT_HOSTS"
DEMO = "KAOPING_DEMO"
CLUSTER = "KAOPING_CLUSTER"
STORAGE = "KAOPING_STORAGE"
METRICS = "KAOPING_METRICS_TOKEN"
SQLITE = "kaoping.sqlite3"  # the file in the data folder where no other database is named
DEFAULT_DATA = "kaoping-data"
_SHORTEST_SECRET = 32
_YES = {"1", "true", "yes", "on", "是"}
_NO = {"", "0", "false", "no", "off", "否"}


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """An OpenID Connect provider by which people may sign in.

    `name` stands on the button; `claim` is what tells the name by which somebody is registered; `makes_people`: whoever
    the provider knows and nobody has registered gets an account, without any role.
    """

    issuer: str
    client: str
    secret: str
    name: str
    claim: str
    makes_people: bool


@dataclass(frozen=True, slots=True)
class Deployment:
    """`hosts`: names by which browsers reach us (none: this machine only); `https`: a proxy in front speaks TLS.

    `mail_url`: how mail goes out; `robot_hosts`: further hosts of group robots (private WeCom, DingTalk, Feishu).
    `demo`: everything is made up, and the page for signing in names people to sign in as. `cluster`: workers on other
    machines (`kaoping worker`) carry out what waits, instead of processes beside the server. `storage`: where
    they share sealed folders (s3://…), if not on one disk. `metrics_token`: opens `/metrics`.
    """

    data: Path
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    https: bool
    inspecting: Inspecting = USUAL
    single_sign_on: SingleSignOn | None = None
    mail_url: str = ""
    robot_hosts: tuple[str, ...] = ()
    demo: bool = False
    cluster: bool = False
    storage: str = ""
    metrics_token: str = ""

    @property
    def address(self) -> str:
        """The start of links that leave the platform (mail, group robots); "" where it has no name."""
        return f"{'https' if self.https else 'http'}://{self.hosts[0]}" if self.hosts else ""


def read_deployment(environment: Mapping[str, str] = os.environ) -> Deployment:
    """Return the deployment that the environment describes; the data folder and its secret are made where missing.

    Raises InputError for a value that cannot be used, naming the variable.
    """
    data = Path(environment.get(DATA) or DEFAULT_DATA).absolute()
    data.mkdir(parents=True, exist_ok=True)
    return Deployment(
        data=data,
        database_url=_database(environment.get(DATABASE, ""), data),
        secret_key=_secret(environment.get(SECRET, ""), data / "secret.key"),
        hosts=_listed(environment.get(HOSTS, "")),
        https=_switch(environment, HTTPS),
        inspecting=read_inspecting(environment),
        single_sign_on=_single_sign_on(environment),
        mail_url=environment.get(MAIL, "").strip(),
        robot_hosts=_listed(environment.get(ROBOTS, "")),
        demo=_switch(environment, DEMO),
        cluster=_cluster(environment),
        storage=_storage(environment.get(STORAGE, "").strip()),
        metrics_token=environment.get(METRICS, "").strip(),
    )


def _single_sign_on(environment: Mapping[str, str]) -> SingleSignOn | None:
    given = {name: environment.get(name, "").strip() for name in (ISSUER, CLIENT, CLIENT_SECRET)}
    missing = [name for name, value in given.items() if not value]
    if len(missing) == len(given):
        return None
    if missing:
        raise InputError(f"单点登录还缺 {'、'.join(missing)}。三项要一起设置；不用单点登录时都不设置。")
    if not given[ISSUER].startswith(("https://", "http://")):
        raise InputError(f"{ISSUER}：应是以 https:// 开头的地址。")
    return SingleSignOn(
        issuer=given[ISSUER],
        client=given[CLIENT],
        secret=given[CLIENT_SECRET],
        name=environment.get(SIGN_IN_NAME, "").strip() or "统一身份认证",
        claim=environment.get(NAME_CLAIM, "").strip() or "preferred_username",
        makes_people=_switch(environment, MAKES_PEOPLE),
    )


def openid_connect(provider: SingleSignOn) -> dict[str, Any]:
    """Return the provider as allauth takes it; its name in addresses is always the same."""
    app = {
        "provider_id": PROVIDER_ID,
        "name": provider.name,
        "client_id": provider.client,
        "secret": provider.secret,
        "settings": {"server_url": provider.issuer},
    }
    return {"APPS": [app], "OAUTH_PKCE_ENABLED": True}


def _database(given: str, data: Path) -> str:
    scheme = given.partition(":")[0]
    if scheme not in ("", "sqlite", "postgres", "postgresql"):
        raise InputError(
            f"{DATABASE}：不支持“{scheme}”。可以用 postgres://user:password@host/name，或不设置（SQLite）。"
        )
    if scheme.startswith("postgres") and importlib.util.find_spec("psycopg") is None:
        raise InputError(f"{DATABASE}：使用 PostgreSQL 需要 psycopg。请安装：pip install 'kaoping[postgresql]'。")
    return given or f"sqlite:///{data / SQLITE}"


def _cluster(environment: Mapping[str, str]) -> bool:
    wanted = _switch(environment, CLUSTER)
    if wanted and not environment.get(DATABASE, "").startswith("postgres"):
        raise InputError(
            f"{CLUSTER}：多机部署需要 PostgreSQL，请同时设置 {DATABASE}=postgres://user:password@host/name。"
        )
    if wanted and importlib.util.find_spec("procrastinate") is None:
        raise InputError(f"{CLUSTER}：多机部署需要 procrastinate。请安装：pip install 'kaoping[postgresql]'。")
    return wanted


def _storage(given: str) -> str:
    if given and not given.startswith("s3://"):
        raise InputError(f"{STORAGE}：“{given}”不是存储地址；请写成 s3://BUCKET/目录，或不设置（各机器共用数据目录）。")
    if given and importlib.util.find_spec("obstore") is None:
        raise InputError(f"{STORAGE}：使用对象存储需要 obstore。请安装：pip install 'kaoping[s3]'。")
    return given


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _secret(given: str, path: Path) -> str:
    """Return the key that signs sessions: the one given, or the installation's own, made at the first start."""
    if given:
        if len(given) < _SHORTEST_SECRET:
            raise InputError(f"{SECRET}：密钥太短，至少 {_SHORTEST_SECRET} 个字符；不设置时会自动生成。")
        return given
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        stored = path.read_text(encoding="ascii").strip()
        if len(stored) < _SHORTEST_SECRET:
            raise InputError(f"{path}：密钥文件不完整。请从备份恢复；删除它会使所有人退出登录。") from None
        return stored
    made = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made + "\n")
    return made


def _switch(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise InputError(f"{name}：“{value}”不是开关值；请写 1 或 0。")
