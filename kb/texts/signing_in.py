"""Signing in and out, and accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningIn:
    """See `kb.texts.sentences.Texts`."""

    title: str
    leave: str


GERMAN = SigningIn(
    title="Anmelden",
    leave="Abmelden",
)

ENGLISH = SigningIn(
    title="Sign in",
    leave="Sign out",
)
