"""The home folder that this process serves: its settings, language and desk."""

from collections.abc import Mapping
from functools import cache

from kb.desk import Desk
from kb.settings import Settings
from kb.texts import texts_in

LANGUAGE_COOKIE = "kb_sprache"


@cache
def settings() -> Settings:
    """The settings of this process. Raises BadSetting."""
    return Settings.from_environment()


def language(cookies: Mapping[str, str]) -> str:
    """The language the reader chose, else the one the settings name."""
    chosen = cookies.get(LANGUAGE_COOKIE, settings().language)
    return texts_in(chosen).language


def desk() -> Desk:
    """Accounts, sessions and what else people do in the app."""
    return _desk(settings())


@cache
def _desk(settings: Settings) -> Desk:
    return Desk.of(settings)
