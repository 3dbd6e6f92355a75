"""Signing in and out, and accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningIn:
    """See `kb.texts.sentences.Texts`."""

    title: str
    leave: str
    leave_all: str
    needed: str
    for_whom: str
    closed: str
    nobody_yet_title: str
    nobody_yet: str
    nobody_yet_name: str
    problem: str
    name: str
    password: str
    forgotten: str
    elsewhere: str
    or_with_password: str
    wrong: str
    too_many: str
    form_too_old: str
    signed_in_as: str

    # one's own password
    change_password: str
    password_now: str
    password_new: str
    password_again: str
    password_hint: str
    wrong_password: str
    not_the_same: str
    password_changed: str
    password_changed_note: str


GERMAN = SigningIn(
    title="Anmelden",
    leave="Abmelden",
    leave_all="Sie werden in allen Fenstern dieses Browsers abgemeldet.",
    needed="Bitte melden Sie sich an.",
    for_whom="Für alle, die Veröffentlichungen pflegen oder schulen. Zum Suchen und Lesen brauchen "
    "Sie kein Konto.",
    closed="Diese Wissensbasis ist nur für Menschen mit einem Konto. Sie haben noch keines? Fragen "
    "Sie bitte im Verein danach.",
    nobody_yet_title="Es gibt noch kein Konto",
    nobody_yet="Das erste Konto legt an, wer den Server betreut, mit diesem Befehl:",
    nobody_yet_name="NAME",
    problem="Bitte prüfen",
    name="Name",
    password="Passwort",
    forgotten="Passwort vergessen? Wer im Verein die Konten verwaltet, gibt Ihnen ein neues.",
    elsewhere="Mit dem Konto des Vereins anmelden",
    or_with_password="Oder mit Name und Passwort:",
    wrong="Name oder Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.",
    too_many="Das waren zu viele Versuche. Warten Sie bitte {minutes} Minuten und versuchen Sie es "
    "dann noch einmal.",
    form_too_old="Diese Seite war zu lange offen. Bitte versuchen Sie es jetzt noch einmal.",
    signed_in_as="Sie sind angemeldet als {name}.",
    change_password="Passwort ändern",
    password_now="Ihr jetziges Passwort",
    password_new="Neues Passwort",
    password_again="Neues Passwort noch einmal",
    password_hint="Mindestens 10 Zeichen. Gut sind vier Wörter, die nichts miteinander zu tun "
    "haben.",
    wrong_password="Ihr jetziges Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.",
    not_the_same="Die beiden neuen Passwörter sind nicht gleich. Bitte tippen Sie beide noch "
    "einmal.",
    password_changed="Ihr Passwort ist geändert",
    password_changed_note="Hier bleiben Sie angemeldet. Auf allen anderen Geräten sind Sie jetzt "
    "abgemeldet.",
)

ENGLISH = SigningIn(
    title="Sign in",
    leave="Sign out",
    leave_all="You will be signed out in all windows of this browser.",
    needed="Please sign in.",
    for_whom="For everyone who looks after publications or gives trainings. You need no account "
    "for searching and reading.",
    closed="This knowledge base is only for people with an account. You have none yet? Please ask "
    "the association for one.",
    nobody_yet_title="There is no account yet",
    nobody_yet="Whoever looks after the server makes the first one, with this command:",
    nobody_yet_name="NAME",
    problem="Please check",
    name="Name",
    password="Password",
    forgotten="Forgotten your password? Whoever manages the accounts will give you a new one.",
    elsewhere="Sign in with the association's account",
    or_with_password="Or with name and password:",
    wrong="The name or the password is not right. Please try again.",
    too_many="Those were too many tries. Please wait {minutes} minutes, then try again.",
    form_too_old="This page was open for too long. Please try again now.",
    signed_in_as="You are signed in as {name}.",
    change_password="Change password",
    password_now="Your password now",
    password_new="New password",
    password_again="New password once more",
    password_hint="At least 10 characters. Four words that have nothing to do with each other are "
    "good.",
    wrong_password="Your password now is not right. Please try again.",
    not_the_same="The two new passwords are not the same. Please type both once more.",
    password_changed="Your password is changed",
    password_changed_note="You stay signed in here. On all other devices you are signed out now.",
)
