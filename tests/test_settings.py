"""Settings come from `KB_*` variables; a wrong one is one sentence."""

import re
from pathlib import Path

import pytest

from kb.errors import BadSetting
from kb.settings import Settings


def test_without_variables_every_setting_has_its_default() -> None:
    """A fresh clone needs no variable: the current folder is home, only this machine is served."""
    settings = Settings.from_environment({})
    assert (settings.home, settings.host, settings.port) == (Path.cwd(), "127.0.0.1", 8501)


@pytest.mark.parametrize(
    ("given", "served_under"),
    [("", ""), ("/", ""), ("wissen", "/wissen"), ("/wissen/", "/wissen"), ("a/b", "/a/b")],
)
def test_a_base_path_may_be_written_with_or_without_slashes(given: str, served_under: str) -> None:
    """However the path is written, it starts with a slash and does not end with one."""
    assert Settings.from_environment({"KB_BASE_PATH": given}).base_path == served_under


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KB_PORT", "0"),
        ("KB_PORT", "65536"),
        ("KB_PORT", "http"),
        ("KB_PORT", "٨٠٨٠"),
        ("KB_PORT", ""),
        ("KB_METRICS", "on"),
        ("KB_LOG", "xml"),
        ("KB_MEANING", "off "),
        ("KB_WEBSITES", "www.example.org"),
        ("KB_WEBSITES", "https://example.org/page"),
        ("KB_WEBSITES", "*"),
        ("KB_BASE_PATH", "a b"),
        ("KB_BASE_PATH", "<script>"),
        ("KB_LANGUAGE", "fr"),
        ("KB_HOME", __file__),
        ("KB_LOGO", "no such file.png"),
        ("KB_LOGO", __file__),
        ("KB_ACCENT", "petrol"),
        ("KB_ACCENT", "#0b5"),
        ("KB_ACCENT", "#0b5c6b;}"),
        ("KB_IMPRINT", "example.org"),
        ("KB_PRIVACY", "javascript:alert(1)"),
        ("KB_PRIVACY", 'https://example.org/"onclick='),
    ],
)
def test_a_wrong_setting_names_itself(name: str, value: str) -> None:
    """The sentence starts with the variable and what it was set to."""
    with pytest.raises(BadSetting) as caught:
        Settings.from_environment({name: value})
    assert str(caught.value).startswith(f"{name}={value!r}: expected")


def test_every_setting_stands_in_the_readme() -> None:
    """In the table, with what holds where nothing is said."""
    root = Path(__file__).parent.parent
    read = set(re.findall(r'"(KB_[A-Z_]+)"', (root / "kb" / "settings.py").read_text("utf-8")))
    rows = re.findall(r"^\| (`KB_.*?) \|", (root / "README.md").read_text("utf-8"), re.MULTILINE)
    pages = "".join(file.read_text("utf-8") for file in (root / "docs").glob("*.md"))
    assert len(read) > 20
    named = set(re.findall(r"KB_[A-Z_]+", "".join(rows)))
    assert named <= read
    # those of a part that few use stand on its own page
    assert {name for name in read - named if f"`{name}`" not in pages} == set()


@pytest.mark.parametrize(
    "value", ["sqlite:///desk.sqlite3", "postgresql://db.example.org", "mysql://kb:geheim@db/kb"]
)
def test_a_database_is_an_address_whose_password_is_never_shown(value: str) -> None:
    """Neither where it is wrong nor where it is right."""
    with pytest.raises(BadSetting, match="KB_DATABASE") as caught:
        Settings.from_environment({"KB_DATABASE": value})
    assert "geheim" not in str(caught.value)
    right = "postgresql://kb:geheim@db.example.org:5433/kb?sslmode=require"
    settings = Settings.from_environment({"KB_DATABASE": right})
    assert settings.database == right
    assert "geheim" not in repr(settings)


def test_websites_are_written_as_browsers_write_them() -> None:
    """However people copied them from the address bar."""
    given = "https://www.Example.org/, http://localhost:8000"
    found = Settings.from_environment({"KB_WEBSITES": given}).websites
    assert found == {"https://www.example.org", "http://localhost:8000"}
    assert Settings.from_environment({"KB_WEBSITES": ""}).websites == frozenset()


def test_a_contact_is_one_line() -> None:
    """A letter's length is no contact, nor is what breaks lines; the sentence shows its start."""
    assert (
        Settings.from_environment({"KB_CONTACT": " Büro, 0421 1234 "}).contact == "Büro, 0421 1234"
    )
    for wrong in ("x" * 201, "Büro\n0421"):
        with pytest.raises(BadSetting, match="KB_CONTACT"):
            Settings.from_environment({"KB_CONTACT": wrong})


def test_a_logo_lies_beside_the_documents(tmp_path: Path) -> None:
    """Its path counts from the home folder; a heavy one is refused, for everybody loads it."""
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    home = {"KB_HOME": str(tmp_path), "KB_LOGO": "logo.png"}
    assert Settings.from_environment(home).logo == tmp_path / "logo.png"
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200_000))
    with pytest.raises(BadSetting, match="200 KB"):
        Settings.from_environment(home)


OIDC = {"KB_OIDC_ISSUER": "https://id.example/", "KB_OIDC_CLIENT": "kb", "KB_OIDC_SECRET": "s"}


def test_signing_in_elsewhere_needs_all_that_the_provider_gave() -> None:
    """Without an issuer there is none; half of it is said."""
    assert Settings.from_environment({}).openid is None
    openid = Settings.from_environment(OIDC).openid
    assert openid is not None
    assert (openid.issuer, openid.roles_claim) == ("https://id.example", "groups")
    assert "s" not in repr(openid).split("secret")[1:]
    for name in ("KB_OIDC_CLIENT", "KB_OIDC_SECRET"):
        with pytest.raises(BadSetting):
            Settings.from_environment({k: v for k, v in OIDC.items() if k != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KB_READING", "closed"),
        ("KB_SECRET", "short"),
        ("KB_PROXY", "proxy.example"),
        ("KB_PROXY", "10.0.0.1,*"),
        ("KB_OIDC_ISSUER", "http://id.example"),
        ("KB_OIDC_ISSUER", "http://localhost.evil.example"),
    ],
)
def test_what_guards_the_app_is_not_guessed(name: str, value: str) -> None:
    """A slip in it is said at the start, and a secret is never repeated."""
    with pytest.raises(BadSetting) as error:
        Settings.from_environment(OIDC | {name: value})
    assert name in str(error.value)
    assert "short" not in str(error.value).replace("at least", "")


SERVERS = {"KB_OPENSEARCH": "https://search-1:9200, https://search-2:9200/"}


def test_servers_that_search_are_named_once() -> None:
    """One of them suffices; what is not said has a value that suits two servers."""
    servers = Settings.from_environment(SERVERS).opensearch
    assert servers
    assert servers.addresses == ("https://search-1:9200", "https://search-2:9200")
    assert (servers.prefix, servers.shards, servers.replicas, servers.ca) == ("kb", 1, 1, None)
    assert "geheim" not in repr(
        Settings.from_environment(SERVERS | {"KB_OPENSEARCH_PASSWORD": "geheim"})
    )
    assert Settings.from_environment({}).opensearch is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KB_OPENSEARCH", "search-1:9200"),
        ("KB_OPENSEARCH", "https://kb:geheim@search-1:9200"),
        ("KB_OPENSEARCH", "https://search-1:9200,"),
        ("KB_OPENSEARCH_PREFIX", "Wissen"),
        ("KB_OPENSEARCH_PREFIX", "*"),
        ("KB_OPENSEARCH_CA", "no such file.pem"),
        ("KB_OPENSEARCH_SHARDS", "0"),
        ("KB_OPENSEARCH_SHARDS", "viele"),
        ("KB_OPENSEARCH_REPLICAS", "-1"),
    ],
)
def test_a_wrong_word_about_the_servers_names_itself(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings.from_environment(SERVERS | {name: value})
    assert str(caught.value).startswith(f"{name}=")
