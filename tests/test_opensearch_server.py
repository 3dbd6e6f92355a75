"""Who the servers are and who we are: certificates and passwords, as a cluster on a network has."""

import http.client
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kb.errors import SearchRefused
from kb.index.engine import Request
from kb.opensearch import OpenSearchEngine
from kb.settings import OpenSearch
from tests.opensearch_nodes import Cluster
from tests.test_index_contract import document, publish

WHO, PASSWORD = "kb", "geheim"


@contextmanager
def door(cluster: Cluster, certificate: Path, key: Path) -> Iterator[str]:
    """A door of TLS before the cluster that asks for a password; gives its address."""
    expected = f"Basic {b64encode(f'{WHO}:{PASSWORD}'.encode()).decode()}"

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            inside = http.client.HTTPConnection("127.0.0.1", cluster.leader.http, timeout=60)
            if self.headers["Authorization"] == expected:
                inside.request(self.command, self.path, body, dict(self.headers))
                answer = inside.getresponse()
                status, heads, said = answer.status, answer.headers, answer.read()
            else:
                status, heads, said = 401, http.client.HTTPMessage(), b"Unauthorized"
            inside.close()
            self.send_response(status)
            for name in ("Content-Type", "Content-Encoding"):
                if value := heads.get(name):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        server.daemon_threads = True
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def guarded(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSearch]:
    """How to use the cluster through that door."""
    folder = tmp_path_factory.mktemp("door")
    certificate, key = folder / "ca.pem", folder / "key.pem"
    making = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    naming = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *making, *naming, *files], check=True, capture_output=True)
    with door(cluster, certificate, key) as address:
        settings = cluster.settings(replicas=0)
        yield replace(settings, addresses=(address,), user=WHO, password=PASSWORD, ca=certificate)


def test_a_cluster_behind_tls_and_a_password_works(guarded: OpenSearch, tmp_path: Path) -> None:
    engine = OpenSearchEngine(guarded, tmp_path)
    publish(engine, document("geld"))
    with engine.reader() as reader:
        assert reader.search(Request()).total == 1


def test_a_server_that_nobody_vouches_for_is_not_spoken_to(
    guarded: OpenSearch, tmp_path: Path
) -> None:
    """Not one password goes there."""
    with pytest.raises(SearchRefused, match="certificate"):
        OpenSearchEngine(replace(guarded, ca=None), tmp_path).current()


def test_a_wrong_password_is_said_and_not_shown(guarded: OpenSearch, tmp_path: Path) -> None:
    with pytest.raises(SearchRefused, match="401") as caught:
        OpenSearchEngine(replace(guarded, password="falsch"), tmp_path).current()
    assert "falsch" not in str(caught.value)
