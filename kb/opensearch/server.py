"""The one home of opensearch-py: what we ask the servers, and what becomes of no answer."""

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any

import opensearchpy
from opensearchpy.helpers import streaming_bulk

from kb.errors import SearchAway, SearchRefused
from kb.settings import OpenSearch

Json = Any  # what `json.loads` gives
Body = Mapping[str, Json]

_SECONDS = 10.0  # no search takes that long where all is well
_PATIENT = 120.0  # for whatever changes the cluster, where nobody looks at the screen
_AGAIN = 2  # other servers that are asked when one does not answer
_AWAY = (429, 502, 503, 504)
_BULK = 500  # pages a request, of some 15 KB each
_BULK_BYTES = 10 << 20


class Server:
    """The servers of one cluster. Safe to share between threads.

    Every method raises SearchAway where no server answers, or not with all of an index, and
    SearchRefused where one will not do what it is asked; a server that fell silent is tried again
    by itself.
    """

    def __init__(self, settings: OpenSearch) -> None:
        secure = any(address.startswith("https:") for address in settings.addresses)
        trusted = ssl.create_default_context(cafile=settings.ca) if secure else None
        self._client = opensearchpy.OpenSearch(
            hosts=list(settings.addresses),
            http_auth=(settings.user, settings.password) if settings.user else None,
            timeout=_SECONDS,
            max_retries=_AGAIN,
            retry_on_timeout=True,
            ssl_context=trusted,
        )

    # -- asking --

    def search(self, index: str, body: Body) -> Body:
        """The answer of all shards: never a part of it."""
        with _answering():
            answer: Body = self._client.search(
                index=index, body=body, params={"allow_partial_search_results": "false"}
            )
            return answer

    def counts(self, index: str, queries: Sequence[Body], among: Body) -> list[int]:
        """How many of the documents that match `among` match each query: one search for all."""
        counted = {"filters": {"filters": list(queries)}}
        body = {"size": 0, "track_total_hits": False, "query": among, "aggs": {"held": counted}}
        buckets = self.search(index, body)["aggregations"]["held"]["buckets"]
        return [bucket["doc_count"] for bucket in buckets]

    def size(self, index: str) -> int:
        """How many documents there are."""
        with _answering():
            answer = self._client.count(index=index)
        if answer["_shards"]["failed"]:
            raise SearchAway
        counted: int = answer["count"]
        return counted

    def documents(self, index: str, ids: Sequence[str]) -> dict[str, Body]:
        """What was stored under each of the ids; those that are not there are left out."""
        with _answering():
            answer = self._client.mget(index=index, body={"ids": list(ids)})
        if any("error" in one for one in answer["docs"]):
            raise SearchAway
        return {one["_id"]: one["_source"] for one in answer["docs"] if one.get("found")}

    def aliased(self, alias: str) -> str:
        """The index behind an alias, "" where there is none."""
        with _answering():
            found = self._client.indices.get_alias(name=alias, ignore=404)
        return "" if "error" in found else next(iter(found))

    def indices(self, pattern: str) -> dict[str, int]:
        """The indices whose names match, with the second in which each was made."""
        with _answering():
            found = self._client.indices.get_settings(
                index=pattern,
                params={"filter_path": "*.settings.index.creation_date"},
                request_timeout=_PATIENT,
            )
        return {n: int(s["settings"]["index"]["creation_date"]) // 1000 for n, s in found.items()}

    def health(self, index: str) -> tuple[int, str]:
        """How many servers hold data, and how an index is; "" asks for all of them."""
        with _answering():
            found = self._client.cluster.health(index=index or None)
        return found["number_of_data_nodes"], found["status"]

    def version(self) -> str:
        """Which OpenSearch it is."""
        with _answering():
            number: str = self._client.info()["version"]["number"]
        return number

    # -- changing --

    def create(self, index: str, body: Body) -> None:
        """Make an index, if it is not there."""
        with _answering():
            if not self._client.indices.exists(index=index, request_timeout=_PATIENT):
                self._client.indices.create(index=index, body=body, request_timeout=_PATIENT)

    def clone(self, source: str, target: str, settings: Body) -> None:
        """Make an index of the same files, which are linked and not copied where they are."""
        with _answering():
            self._client.indices.clone(
                index=source,
                target=target,
                body={"settings": settings},
                request_timeout=_PATIENT,
            )

    def bulk(self, index: str, actions: Iterable[Body]) -> None:
        """Write and delete documents in this order; the next ones are made while some are sent."""
        coming, sent = iter(actions), None
        with ThreadPoolExecutor(1) as sender:
            while some := list(islice(coming, _BULK)):
                if sent:
                    sent.result()
                sent = sender.submit(self._send, index, some)
            if sent:
                sent.result()

    def put(self, index: str, id: str, document: Body) -> None:
        """Write one document that can be read at once."""
        with _answering():
            self._client.index(
                index=index,
                id=id,
                body=document,
                params={"refresh": "true"},
                request_timeout=_PATIENT,
            )

    def refresh(self, index: str) -> None:
        """Let everything that was written be found."""
        with _answering():
            self._client.indices.refresh(index=index, request_timeout=_PATIENT)

    def merge_deleted(self, index: str) -> None:
        """Write segments anew that hold deleted documents."""
        with _answering():
            self._client.indices.forcemerge(
                index=index, params={"only_expunge_deletes": "true"}, request_timeout=3600
            )

    def change_closed(self, index: str, settings: Body) -> None:
        """Change settings that cannot be changed while an index is open."""
        with _answering():
            self._close(index)
            self._client.indices.put_settings(index=index, body=settings, request_timeout=_PATIENT)
            self._client.indices.open(index=index, request_timeout=_PATIENT)

    def wait(self, index: str, status: str, seconds: int) -> bool:
        """Whether an index is "yellow" (all there) or "green" (all copies too) by then."""
        with _answering():
            health = self._client.cluster.health(
                index=index,
                params={"wait_for_status": status, "timeout": f"{seconds}s"},
                request_timeout=seconds + _SECONDS,
                ignore=408,
            )
        return not health["timed_out"]

    def move_alias(self, alias: str, target: str) -> None:
        """Let an alias mean another index, in one step."""
        remove = {"remove": {"index": "*", "alias": alias, "must_exist": False}}
        add = {"add": {"index": target, "alias": alias, "is_write_index": False}}
        with _answering():
            self._client.indices.update_aliases(
                body={"actions": [remove, add]}, request_timeout=_PATIENT
            )

    def delete(self, index: str) -> None:
        """Remove an index, if it is there."""
        with _answering():
            self._client.indices.delete(index=index, ignore=404, request_timeout=_PATIENT)

    def _send(self, index: str, actions: Sequence[Body]) -> None:
        with _answering():
            done = streaming_bulk(
                self._client,
                actions,
                index=index,
                chunk_size=len(actions),
                max_chunk_bytes=_BULK_BYTES,
                max_retries=5,
                raise_on_error=False,  # to delete what is not there is no fault
                request_timeout=_PATIENT,
            )
            for fine, answer in done:
                if not fine:
                    _complain(answer)

    def _close(self, index: str) -> None:
        """Close an index; refused as long as a copy of it is being made."""
        until = time.monotonic() + _PATIENT
        while time.monotonic() < until:
            answer = self._client.indices.close(index=index, request_timeout=_PATIENT)
            if answer["indices"].get(index, {"closed": True})["closed"]:  # or it was already
                return
            time.sleep(1)
        raise SearchAway

    def forget(self, index: str, id: str) -> None:
        """Remove a document, if it is there."""
        with _answering():
            self._client.delete(index=index, id=id, ignore=404)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except opensearchpy.SSLError as error:
        raise SearchRefused("their certificate is not trusted") from error
    except opensearchpy.ConnectionError as error:  # a timeout too
        raise SearchAway from error
    except opensearchpy.TransportError as error:
        if error.status_code in _AWAY:
            raise SearchAway from error
        raise SearchRefused(f"{error.status_code} {error.error}") from error


def _complain(answer: Body) -> None:
    """Raise why a document was not written; never what stands in it."""
    (said,) = answer.values()
    status = said.get("status")
    if status in _AWAY:  # its shard was on a server that is gone
        raise SearchAway
    if status != 404:  # there was nothing to delete
        raise SearchRefused(f"{status} {said.get('error', {}).get('type', '')}")
