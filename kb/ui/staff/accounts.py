"""Accounts: who may sign in, with which role; new ones, new passwords, removal."""

from collections.abc import Mapping

import streamlit as st
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kb.desk import accounts, passwords
from kb.errors import KbError
from kb.model import Account, Role
from kb.texts import texts_in
from kb.ui import assets, forms, home, session, state
from kb.ui.markup import render
from kb.ui.staff.door import for_staff

PATH = "konten"


@for_staff
def page() -> None:
    """Draw the screen; its forms are sent to `change`.

    None of their fields is called "name" or "role": Streamlit takes out what elements have already.
    """
    st.html(
        render(
            "staff/accounts.html",
            state.texts(),
            entries=accounts.entries(home.desk()),
            yourself=session.account(),
            roles=list(Role),
            token=session.form_token(),
            is_closed=session.is_reading_closed(),
        )
    )


def routes() -> list[Route]:
    """Where the forms go, under the base path."""
    return [Route(f"{home.settings().base_path}/{PATH}", change, methods=["POST"])]


async def change(request: Request) -> Response:
    """Do what a form asks; a password that was made is shown here and never again."""
    staff = await session.required(request, Role.STAFF)
    if isinstance(staff, Response):
        return staff
    sent = await forms.fields(request)
    try:
        shown = await to_thread.run_sync(_change, sent, staff)
    except KbError as error:
        sentence = texts_in(home.language(request.cookies)).error(error)
        return _answer(request, 409, problem=sentence)
    session.forget()
    if shown is None:
        return RedirectResponse(f"{home.settings().base_path}/{PATH}", 303)
    account, password = shown
    return _answer(request, 200, account=account, password=password, added=sent["do"] == "add")


def _change(sent: Mapping[str, str], by: Account) -> tuple[Account, str] | None:
    """Returns the password that was made and for whom. Raises KbError if it cannot be done."""
    desk, name = home.desk(), sent.get("account", "")
    match sent.get("do"):
        case "add":
            password = passwords.made()
            return accounts.add(desk, name, _role(sent), password, by=by), password
        case "password":
            account, password = accounts.named(desk, name), passwords.made()
            accounts.set_password(desk, account, password, by=by)
            return account, password
        case "role":
            accounts.change_role(desk, accounts.named(desk, name).id, _role(sent), by=by)
        case "remove" if sent.get("sure"):
            accounts.remove(desk, accounts.named(desk, name).id, by=by)
    return None


def _role(sent: Mapping[str, str]) -> Role:
    return Role.STAFF if sent.get("rank") == Role.STAFF else Role.TRAINER


def _answer(request: Request, status: int, problem: str = "", **values: object) -> Response:
    texts = texts_in(home.language(request.cookies))
    back = f"{home.settings().base_path}/{PATH}"
    body = render(
        "staff/account_changed.html",
        texts,
        asset=assets.url,
        back=back,
        problem=problem,
        **values,
    )
    return HTMLResponse(body, status, {"Cache-Control": "no-store"})
