"""Signing in at the association's own server, where one is configured (OpenID Connect).

The code flow with PKCE, as in OpenID Connect Core 1.0, section 3.1, and RFC 9700.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kb.errors import NoRole, SignInFailed
from kb.model import Role
from kb.settings import OpenId

_SCOPE = "openid profile email"
_SIGNED_WITH = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"]  # never "none" or a shared secret
_TIMEOUT = 10  # seconds
_LEEWAY = 60  # seconds by which clocks may differ

Trip = Mapping[str, str]
_Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever signed in there; `subject` never changes, `name` is what staff see."""

    subject: str
    name: str
    role: Role


def begin(provider: OpenId, back: str, onward: str) -> tuple[str, Trip]:
    """Where to send the browser, and what it keeps on the way. Raises SignInFailed."""
    trip = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
        "back": back,
        "onward": onward,
    }
    try:
        with _client(provider, back) as client:
            address, _ = client.create_authorization_url(
                _endpoints(client, provider)["authorization_endpoint"],
                state=trip["state"],
                nonce=trip["nonce"],
                code_verifier=trip["verifier"],
            )
    except (requests.RequestException, ValueError, LookupError) as error:
        raise SignInFailed(type(error).__name__) from error
    return address, trip


def finish(provider: OpenId, trip: Trip, sent: Mapping[str, str]) -> Person:
    """Who it is that comes back with `sent`. Raises SignInFailed, NoRole."""
    if not hmac.compare_digest(trip["state"].encode(), sent.get("state", "").encode()):
        raise SignInFailed("state")
    if not sent.get("code"):
        raise SignInFailed("refused")
    try:
        with _client(provider, trip["back"]) as client:
            claims = _claims(client, provider, trip, sent["code"])
            return _person(provider, claims)
    except (
        requests.RequestException,
        AuthlibBaseError,
        JoseError,
        ValueError,
        TypeError,
        LookupError,
    ) as error:
        raise SignInFailed(type(error).__name__) from error


def _client(provider: OpenId, back: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client,
        provider.secret,
        scope=_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=_TIMEOUT,
    )


def _endpoints(client: OAuth2Session, provider: OpenId) -> _Answer:
    """What the provider says of itself; it must be the one that was configured."""
    found = _got(client, f"{provider.issuer}/.well-known/openid-configuration")
    if found["issuer"].rstrip("/") != provider.issuer:
        raise ValueError("another issuer")
    return found


def _claims(client: OAuth2Session, provider: OpenId, trip: Trip, code: str) -> _Answer:
    """What the provider vouches for, signed by it and meant for us and this trip."""
    endpoints = _endpoints(client, provider)
    token = client.fetch_token(
        endpoints["token_endpoint"], code=code, code_verifier=trip["verifier"], timeout=_TIMEOUT
    )
    keys = KeySet.import_key_set(_got(client, endpoints["jwks_uri"]))  # type: ignore[arg-type]
    claims = jwt.decode(token["id_token"], keys, algorithms=_SIGNED_WITH).claims
    jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": endpoints["issuer"]},
        aud={"essential": True, "value": provider.client},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": trip["nonce"]},
    ).validate(claims)
    if claims.get("azp", provider.client) != provider.client:
        raise ValueError("meant for another client")
    if provider.roles_claim not in claims and "userinfo_endpoint" in endpoints:
        more = client.get(endpoints["userinfo_endpoint"], timeout=_TIMEOUT).json()
        if more["sub"] != claims["sub"]:
            raise ValueError("of somebody else")
        claims = {**more, **claims}
    return claims


def _got(client: OAuth2Session, address: str) -> _Answer:
    answer = client.get(address, withhold_token=True, timeout=_TIMEOUT)
    answer.raise_for_status()
    found: _Answer = answer.json()
    return found


def _person(provider: OpenId, claims: _Answer) -> Person:
    held = claims.get(provider.roles_claim, ())
    roles = {held} if isinstance(held, str) else {str(role) for role in held}
    if provider.staff in roles:
        role = Role.STAFF
    elif provider.trainers in roles:
        role = Role.TRAINER
    else:
        raise NoRole
    return Person(f"{provider.issuer} {claims['sub']}", _name(claims), role)


def _name(claims: _Answer) -> str:
    """How people know each other; never what somebody could have typed in as their address."""
    wanted: Sequence[str] = ("name", "preferred_username", "sub")
    return next(str(claims[key]) for key in wanted if claims.get(key))[:60]
