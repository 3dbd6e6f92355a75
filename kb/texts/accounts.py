"""The staff's screen of accounts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """See `kb.texts.sentences.Texts`. `roles` are named by `kb.model.Role`."""

    title: str
    lead: str
    lead_closed: str
    yourself: str
    since: str
    elsewhere: str
    roles: Mapping[str, str]
    roles_mean: Mapping[str, str]
    change: str
    role: str
    save_role: str
    new_password: str
    new_password_note: str
    remove: str
    remove_note: str
    remove_sure: str
    add_title: str
    name: str
    name_hint: str
    add: str
    added: str
    password_made: str
    password_once: str
    password_pass_on: str
    password_own: str
    back: str
    not_done: str


GERMAN = Accounts(
    title="Konten",
    lead="Wer sich hier anmelden kann. Zum Suchen und Lesen braucht niemand ein Konto, außer bei "
    "dem, was nur für das Team ist.",
    lead_closed="Wer sich hier anmelden kann. Ohne Konto kann hier niemand suchen oder lesen.",
    yourself="Sie selbst",
    since="seit {day}",
    elsewhere="meldet sich über den Verein an",
    roles={"trainer": "Schulung", "staff": "Verwaltung"},
    roles_mean={
        "trainer": "sieht auch, was nur für das Team ist, und sammelt Stellen für Schulungen",
        "staff": "darf außerdem Veröffentlichungen, Glossar und Konten ändern",
    },
    change="Ändern",
    role="Rolle",
    save_role="Rolle speichern",
    new_password="Neues Passwort geben",
    new_password_note="Wenn jemand das alte vergessen hat. Es gilt dann nicht mehr, und die Person "
    "wird überall abgemeldet.",
    remove="Konto entfernen",
    remove_note="{name} kann sich dann nicht mehr anmelden. Was {name} hinzugefügt hat, bleibt.",
    remove_sure="Ja, das Konto „{name}“ entfernen",
    add_title="Ein Konto anlegen",
    name="Name",
    name_hint="So meldet sich die Person an, zum Beispiel „Petra Müller“.",
    add="Konto anlegen",
    added="Das Konto „{name}“ ist angelegt",
    password_made="Neues Passwort für „{name}“",
    password_once="Dieses Passwort sehen Sie nur jetzt. Schreiben Sie es ab.",
    password_pass_on="Geben Sie es {name} persönlich oder am Telefon, nicht per E-Mail.",
    password_own="Der Link „Anmelden“ steht ganz unten auf jeder Seite. Dort kann {name} danach "
    "auch ein eigenes Passwort wählen.",
    back="Zu den Konten",
    not_done="Das ging nicht",
)

ENGLISH = Accounts(
    title="Accounts",
    lead="Who can sign in here. Nobody needs an account for searching and reading, except for what "
    "is only for the team.",
    lead_closed="Who can sign in here. Without an account nobody can search or read here.",
    yourself="You",
    since="since {day}",
    elsewhere="signs in with the association",
    roles={"trainer": "Training", "staff": "Staff"},
    roles_mean={
        "trainer": "also sees what is only for the team, and collects passages for trainings",
        "staff": "may also change publications, glossary and accounts",
    },
    change="Change",
    role="Role",
    save_role="Save role",
    new_password="Give a new password",
    new_password_note="If somebody has forgotten the old one. It no longer counts then, and the "
    "person is signed out everywhere.",
    remove="Remove account",
    remove_note="{name} can no longer sign in then. What {name} has added stays.",
    remove_sure="Yes, remove the account “{name}”",
    add_title="Add an account",
    name="Name",
    name_hint="What the person signs in with, such as “Petra Müller”.",
    add="Add account",
    added="The account “{name}” is there",
    password_made="New password for “{name}”",
    password_once="You see this password only now. Write it down.",
    password_pass_on="Tell {name} in person or on the telephone, not by e-mail.",
    password_own="The link “Sign in” is at the very bottom of every page. Afterwards {name} can "
    "choose another password there.",
    back="To the accounts",
    not_done="That was not possible",
)
