"""Every setting the product has, read from `KB_*` variables; each has a default that works."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from kb.errors import BadSetting

INTERFACE_LANGUAGES = ("de", "en")  # the first for whoever chose none
LARGEST_LOGO = 200_000  # bytes
LONGEST_LINE = 200
MOST_PIECES = 1000  # shards of an index


@dataclass(frozen=True, slots=True)
class OpenId:
    """Where people sign in with an account they have already (OpenID Connect).

    `issuer` is the provider's address, `client` and `secret` are what it gave this app. `staff` and
    `trainers` are values of the claim `roles_claim` that make somebody so.
    """

    issuer: str
    client: str
    secret: str = field(repr=False)
    roles_claim: str
    staff: str
    trainers: str


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """Servers that keep and search the index in place of this machine.

    `addresses` are those of one cluster; `ca` is the file of whoever signed their certificates,
    None for the system's. Names there begin with `prefix`. An index is cut into `shards`, each
    with `replicas` copies.
    """

    addresses: tuple[str, ...]
    user: str
    password: str = field(repr=False)
    ca: Path | None
    prefix: str
    shards: int
    replicas: int


@dataclass(frozen=True)  # no slots: the defaults are read from the class below
class Settings:
    """Where things are and how the app presents itself.

    `home` holds `documents/` and `index/`. `base_path` is the path a reverse proxy serves the app
    under ("" or "/wissen"). `language` is the interface's language for first-time readers.
    `meaning`: search by meaning as well as by words. `reading`: "open" to everyone, or "signed-in".
    `secret` signs cookies; "" means the one in `documents/.secret`. `database` is the address of
    the PostgreSQL database that keeps accounts and collections, "" for the file `desk`. `proxy`
    names the addresses of reverse proxies, whose word on the reader's own address and on https is
    taken. `websites` are the origins whose pages may ask the API. `log`: "text" or "json".
    `metrics` is the port of this machine where a monitor finds figures, 0 for none.

    The rest is how the association shows itself: `logo`, a PNG, JPEG or WebP file or None for ours;
    `accent`, the colour of links and buttons as "#rrggbb"; `contact`, whom people may ask, as one
    line; `imprint` and `privacy`, addresses of web pages. "" shows ours, or nothing.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 8501
    base_path: str = ""
    association: str = "Fluchtraum Bremen e.V."
    websites: frozenset[str] = frozenset()
    language: str = "de"
    meaning: bool = True
    log: str = "text"
    metrics: int = 0
    reading: str = "open"
    secret: str = field(default="", repr=False)
    database: str = field(default="", repr=False)
    proxy: str = ""
    openid: OpenId | None = None
    opensearch: OpenSearch | None = None
    logo: Path | None = None
    accent: str = ""
    contact: str = ""
    imprint: str = ""
    privacy: str = ""

    @property
    def address(self) -> str:
        """Where the app is, as seen from this machine; with a slash at its end."""
        return f"http://{self.host}:{self.port}{self.base_path}/"

    @property
    def documents(self) -> Path:
        """What people made."""
        return self.home / "documents"

    @property
    def desk(self) -> Path:
        """Accounts and whatever else people do in the app, where no `database` is named."""
        return self.documents / "desk.sqlite3"

    @property
    def index(self) -> Path:
        """What the machine made; deleting it loses nothing."""
        return self.home / "index"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings of this process. Raises BadSetting with the variable's name."""
        return cls(
            home=_folder(environment),
            host=environment.get("KB_HOST", cls.host),
            port=_port(environment),
            base_path=_base_path(environment),
            association=environment.get("KB_ASSOCIATION", cls.association),
            websites=_websites(environment),
            language=_one_of(environment, "KB_LANGUAGE", INTERFACE_LANGUAGES),
            meaning=_one_of(environment, "KB_MEANING", ("on", "off")) == "on",
            log=_one_of(environment, "KB_LOG", ("text", "json")),
            metrics=_metrics(environment),
            reading=_one_of(environment, "KB_READING", ("open", "signed-in")),
            secret=_secret(environment),
            database=_database(environment),
            proxy=_proxy(environment),
            openid=_openid(environment),
            opensearch=_opensearch(environment),
            logo=_logo(environment),
            accent=_accent(environment),
            contact=_line(environment, "KB_CONTACT"),
            imprint=_web_page(environment, "KB_IMPRINT"),
            privacy=_web_page(environment, "KB_PRIVACY"),
        )


def _folder(environment: Mapping[str, str]) -> Path:
    value = environment.get("KB_HOME", ".")
    folder = Path(value).expanduser().resolve()
    if folder.exists() and not folder.is_dir():
        raise BadSetting("KB_HOME", value, "expected a folder that holds documents/ and index/")
    return folder


def _port(environment: Mapping[str, str], name: str = "KB_PORT", default: int = 8501) -> int:
    value = environment.get(name, str(default))
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise BadSetting(name, value, "expected a number from 1 to 65535")
    return int(value)


def _metrics(environment: Mapping[str, str]) -> int:
    value = environment.get("KB_METRICS", "")
    if value and not find_spec("prometheus_client"):
        raise BadSetting("KB_METRICS", value, "needs: pip install 'fluchtraum-kb[metrics]'")
    return _port(environment, "KB_METRICS") if value else 0


def _base_path(environment: Mapping[str, str]) -> str:
    value = environment.get("KB_BASE_PATH", "").strip("/")
    if value and not all(c.isalnum() or c in "-_/" for c in value):
        raise BadSetting("KB_BASE_PATH", value, "expected a path such as 'wissen'")
    return f"/{value}" if value else ""


def _one_of(environment: Mapping[str, str], name: str, values: Sequence[str]) -> str:
    """One of some values; the first holds where nothing is said."""
    value = environment.get(name, values[0])
    if value not in values:
        raise BadSetting(name, value, "expected " + " or ".join(f"'{one}'" for one in values))
    return value


def _websites(environment: Mapping[str, str]) -> frozenset[str]:
    """Origins as browsers write them: small letters, no slash at the end."""
    value = environment.get("KB_WEBSITES", "")
    origins = [origin.strip().rstrip("/").lower() for origin in value.split(",")]
    for origin in filter(None, origins):
        if not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", origin):
            expected = "expected addresses such as 'https://www.example.org', parted by commas"
            raise BadSetting("KB_WEBSITES", value, expected)
    return frozenset(filter(None, origins))


def _secret(environment: Mapping[str, str]) -> str:
    value = environment.get("KB_SECRET", "")
    if value and len(value) < 32:
        raise BadSetting("KB_SECRET", "…", "expected at least 32 characters that nobody can guess")
    return value


def _database(environment: Mapping[str, str]) -> str:
    value = environment.get("KB_DATABASE", "")
    if not value:
        return ""
    if not re.fullmatch(r"postgresql(\+psycopg)?://[^\s/]*/[^\s/?]+(\?\S*)?", value):
        expected = "expected an address such as 'postgresql://kb:PASSWORD@db.example.org/kb'"
        raise BadSetting("KB_DATABASE", "…", expected)  # a password stands in it
    if not find_spec("psycopg"):
        raise BadSetting("KB_DATABASE", "…", "needs: pip install 'fluchtraum-kb[postgres]'")
    return value


def _proxy(environment: Mapping[str, str]) -> str:
    value = environment.get("KB_PROXY", "")
    for address in filter(None, value.split(",")):
        try:
            ip_network(address.strip())
        except ValueError as error:
            raise BadSetting("KB_PROXY", value, "expected addresses such as '127.0.0.1'") from error
    return value


def _openid(environment: Mapping[str, str]) -> OpenId | None:
    issuer = environment.get("KB_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise BadSetting("KB_OIDC_ISSUER", issuer, "expected an address with https://")
    if not find_spec("authlib"):
        raise BadSetting("KB_OIDC_ISSUER", issuer, "needs: pip install 'fluchtraum-kb[oidc]'")
    for name in ("KB_OIDC_CLIENT", "KB_OIDC_SECRET"):
        if not environment.get(name):
            raise BadSetting(name, "", "expected what the provider gave this app")
    return OpenId(
        issuer=issuer,
        client=environment["KB_OIDC_CLIENT"],
        secret=environment["KB_OIDC_SECRET"],
        roles_claim=environment.get("KB_OIDC_ROLES", "groups"),
        staff=environment.get("KB_OIDC_STAFF", "kb-staff"),
        trainers=environment.get("KB_OIDC_TRAINERS", "kb-trainers"),
    )


def _opensearch(environment: Mapping[str, str]) -> OpenSearch | None:
    value = environment.get("KB_OPENSEARCH", "")
    if not value:
        return None
    addresses = tuple(one.strip().rstrip("/") for one in value.split(","))
    if not all(re.fullmatch(r"https?://[^\s/@]+", address) for address in addresses):
        expected = "expected addresses such as 'https://search-1:9200,https://search-2:9200'"
        shown = "…" if "@" in value else value  # a password stands in it
        raise BadSetting("KB_OPENSEARCH", shown, expected)
    if not find_spec("opensearchpy"):
        raise BadSetting("KB_OPENSEARCH", value, "needs: pip install 'fluchtraum-kb[opensearch]'")
    prefix = environment.get("KB_OPENSEARCH_PREFIX", "kb")
    if not re.fullmatch("[a-z0-9][a-z0-9_-]{0,50}", prefix):
        raise BadSetting("KB_OPENSEARCH_PREFIX", prefix, "expected small letters and digits")
    return OpenSearch(
        addresses=addresses,
        user=environment.get("KB_OPENSEARCH_USER", ""),
        password=environment.get("KB_OPENSEARCH_PASSWORD", ""),
        ca=_certificate(environment),
        prefix=prefix,
        shards=_number(environment, "KB_OPENSEARCH_SHARDS", least=1),
        replicas=_number(environment, "KB_OPENSEARCH_REPLICAS", least=0),
    )


def _certificate(environment: Mapping[str, str]) -> Path | None:
    value = environment.get("KB_OPENSEARCH_CA", "")
    path = _folder(environment) / Path(value).expanduser()
    if value and not path.is_file():
        raise BadSetting("KB_OPENSEARCH_CA", value, "expected a file of certificates (PEM)")
    return path if value else None


def _number(environment: Mapping[str, str], name: str, *, least: int) -> int:
    """A number of pieces; 1 where nothing is said."""
    value = environment.get(name, "1")
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= MOST_PIECES:
        raise BadSetting(name, value, f"expected a number from {least} to {MOST_PIECES}")
    return int(value)


# -- how the association shows itself --------------------------------------------------------------


def _logo(environment: Mapping[str, str]) -> Path | None:
    value = environment.get("KB_LOGO", "")
    path = _folder(environment) / Path(value).expanduser()
    if not value:
        return None
    try:
        with path.open("rb") as file:
            start = file.read(12)
        is_light = path.stat().st_size <= LARGEST_LOGO
    except OSError:
        raise BadSetting("KB_LOGO", value, "expected a file that can be read") from None
    if image_type(start) is None:
        raise BadSetting("KB_LOGO", value, "expected a PNG, JPEG or WebP picture")
    if not is_light:  # everybody who opens the app waits for it
        raise BadSetting("KB_LOGO", value, "expected a picture of at most 200 KB")
    return path


def image_type(start: bytes) -> str | None:
    """The media type of a picture by its first twelve bytes; None for any other file."""
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if start.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if start[:4] == b"RIFF" and start[8:12] == b"WEBP" else None


def _accent(environment: Mapping[str, str]) -> str:
    value = environment.get("KB_ACCENT", "").strip()
    if value and not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        raise BadSetting("KB_ACCENT", value, "expected a colour such as '#0b5c6b'")
    return value.lower()


def _line(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if len(value) > LONGEST_LINE or not value.isprintable():
        raise BadSetting(name, value[:40], f"expected one line of at most {LONGEST_LINE} letters")
    return value


def _web_page(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if value and not re.fullmatch(r"https?://[^\s/@<>\"']+(/[^\s<>\"']*)?", value):
        raise BadSetting(name, value, "expected an address such as 'https://example.org/impressum'")
    return value
