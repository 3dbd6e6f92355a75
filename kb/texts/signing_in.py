"""Signing in and out, and accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningIn:
    """See `kb.texts.sentences.Texts`."""

    title: str
    leave: str
    needed: str


GERMAN = SigningIn(
    title="Anmelden",
    leave="Abmelden",
    needed="Bitte melden Sie sich an.",
)

ENGLISH = SigningIn(
    title="Sign in",
    leave="Sign out",
    needed="Please sign in.",
)
