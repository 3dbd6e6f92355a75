"""How the servers are, for whoever runs them."""

from dataclasses import dataclass

from kb.opensearch.publishing import Names
from kb.opensearch.server import Server
from kb.settings import OpenSearch


@dataclass(frozen=True, slots=True)
class Health:
    """How many servers hold data, of which version; the generation that serves, "" if none does.

    `status` is the servers' own word about that generation: "green" all there with its copies,
    "yellow" without some copies, "red" not all there.
    """

    servers: int
    version: str
    generation: str
    status: str


def health(settings: OpenSearch) -> Health:
    """Ask the servers. Raises SearchAway and SearchRefused."""
    server, names = Server(settings), Names(settings.prefix)
    index = server.aliased(names.alias)
    servers, status = server.health(index)
    return Health(servers, server.version(), names.generation(index), status)
