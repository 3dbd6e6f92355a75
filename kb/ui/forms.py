"""What a form of ours sends: its fields, and whether it is ours."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from kb.ui import session

_LONGEST = 131_072  # bytes; more than any form of ours sends
_MOST_FIELDS = 50


async def fields(request: Request) -> Mapping[str, str]:
    """The fields of a form; empty if another site made it, it is too long, or it is no form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            return {}
    try:
        found = dict(parse_qsl(body.decode(), max_num_fields=_MOST_FIELDS, keep_blank_values=True))
    except ValueError:
        return {}
    return found if session.checks(request, found.get("token", "")) else {}
