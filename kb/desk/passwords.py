"""Passwords: how they are kept, compared and, for somebody new, made."""

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from functools import cache

SHORTEST = 10
LONGEST = 200

# OWASP's scrypt parameters for 32 MiB; about 0.2 s on one core. Kept with each hash, so that they
# may rise later.
_LOG2_N, _R, _P = 15, 8, 3
_MEMORY = 128 * 1024 * 1024

# syllables that nobody mixes up when one reads them to another on the telephone
_CONSONANTS, _VOWELS = "bdfgklmnprstwz", "aeiou"
_GROUPS, _SYLLABLES = 4, 2  # 4 x 2 x 6.1 bits


def hashed(password: str) -> str:
    """What is kept of a password: "scrypt$15$8$3$<salt>$<hash>"."""
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, _LOG2_N, _R, _P)
    return "$".join(("scrypt", f"{_LOG2_N}${_R}${_P}", _text(salt), _text(digest)))


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password; takes as long when nothing is kept, as for an unknown name."""
    _, log2_n, r, p, salt, digest = (kept or _nobodys()).split("$")
    computed = _scrypt(password, b64decode(salt), int(log2_n), int(r), int(p))
    same = hmac.compare_digest(computed, b64decode(digest))
    return same and kept is not None


def is_dated(kept: str) -> bool:
    """Whether it was made with other parameters than those of today."""
    return not kept.startswith(f"scrypt${_LOG2_N}${_R}${_P}$")


def made() -> str:
    """A password to begin with: four short made-up words, 49 bits."""
    return "-".join("".join(_syllable() for _ in range(_SYLLABLES)) for _ in range(_GROUPS))


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def _scrypt(password: str, salt: bytes, log2_n: int, r: int, p: int) -> bytes:
    # NFKC: an "ü" is typed as one sign on some keyboards and as two on others
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=2**log2_n, r=r, p=p, maxmem=_MEMORY, dklen=32)


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex())


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
