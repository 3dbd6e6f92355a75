"""A small OpenSearch cluster of real nodes on this machine, from the jars of its release.

Maven brings them from Maven Central into a cache folder once; each node is a process of its own.
`python -m tests.opensearch_nodes COMMAND …` runs a command with KB_OPENSEARCH set to such nodes;
`--home FOLDER` before it keeps what they hold, for the next time.
"""

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from kb.opensearch import OpenSearchEngine
from kb.settings import OpenSearch

_SOURCE = Path(__file__).parent / "opensearch"
_PREFIXES = (f"kb-{number}" for number in count(1))
LONG = pytest.mark.skipif(  # what takes minutes is asked for by name
    os.environ.get("KB_OPENSEARCH_NODES", "all") != "all",
    reason="set KB_OPENSEARCH_NODES=all to try whole libraries and the loss of servers",
)
_PATIENCE = 300.0  # seconds until nodes have found each other
_SMALL = ("-Xms384m", "-Xmx384m", "-XX:+UseSerialGC")
# as it is delivered; the small one's collector leaves so much behind that they refuse to go on
_MEASURED = (
    *("-Xms2g", "-Xmx2g", "-XX:+UseG1GC"),
    *("-XX:G1ReservePercent=25", "-XX:InitiatingHeapOccupancyPercent=30"),
)


@dataclass(slots=True)
class Node:
    """One node; a process that may be ended, halted and started again."""

    name: str
    http: int
    transport: int
    roles: str
    process: subprocess.Popen[bytes] | None = None


class Cluster:
    """Two nodes: one that leads and holds data, one that holds data, so that it may go."""

    def __init__(self, jars: Path, home: Path, java: Sequence[str]) -> None:
        self._jars = jars
        self._home = home
        self._java = java
        ports = _free_ports(4)
        self.leader = Node("leader", ports[0], ports[1], "cluster_manager,data")
        self.other = Node("other", ports[2], ports[3], "data")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the nodes answer."""
        return tuple(f"http://127.0.0.1:{node.http}" for node in (self.leader, self.other))

    def settings(self, *, shards: int = 2, replicas: int = 1) -> OpenSearch:
        """How to use it, under a prefix that nobody else has."""
        return OpenSearch(self.addresses, "", "", None, next(_PREFIXES), shards, replicas)

    def engine(self, folder: Path) -> OpenSearchEngine:
        """An engine with nothing in it; without copies, which take most of the time."""
        return OpenSearchEngine(self.settings(replicas=0), folder)

    def clear(self) -> None:
        """Delete all that engines have made."""
        everything = f"{self.addresses[0]}/kb-*"
        urllib.request.urlopen(urllib.request.Request(everything, method="DELETE")).close()

    def start(self, *nodes: Node) -> None:
        """Start nodes and wait until all that run have found each other."""
        for node in nodes:
            self._launch(node)
        running = [n for n in (self.leader, self.other) if n.process]
        _wait_for(running[0].http, f"wait_for_nodes={len(running)}")

    def end(self, *nodes: Node) -> None:
        """As a power cut does."""
        for node in nodes:
            if node.process:
                node.process.kill()
                node.process.wait()
                node.process = None

    def _launch(self, node: Node) -> None:
        home = self._home / node.name
        home.mkdir(parents=True, exist_ok=True)
        said = {
            "cluster.name": "tests",
            "node.name": node.name,
            "node.roles": node.roles,
            "path.home": str(home),
            "http.port": str(node.http),
            "transport.port": str(node.transport),
            "discovery.seed_hosts": f"127.0.0.1:{self.leader.transport}",
            "cluster.initial_cluster_manager_nodes": self.leader.name,
            # a test builds more generations in a minute than a library in a month
            "script.disable_max_compilations_rate": "true",
            "cluster.max_shards_per_node": "10000",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        classes = f"{self._jars}:{self._jars}/*"
        with (home / "log").open("ab") as log:
            node.process = subprocess.Popen(
                [
                    "java",
                    *self._java,
                    "-cp",
                    classes,
                    "OneNode",
                    *(f"{name}={value}" for name, value in said.items()),
                ],
                stdout=log,
                stderr=log,
            )


@contextmanager
def running(home: Path, java: Sequence[str] = _SMALL) -> Iterator[Cluster]:
    """Two nodes that have found each other; skips the test where they cannot be had."""
    cluster = Cluster(_jars(), home, java)
    try:
        try:
            cluster.start(cluster.leader, cluster.other)
        except TimeoutError as error:
            pytest.skip(f"the machine is too busy for a cluster: {error}")
        yield cluster
    finally:
        cluster.end(cluster.leader, cluster.other)


def _jars() -> Path:
    """The folder of the server's jars and our starter.

    Asked for by name only: they come over the network, and two nodes take minutes of two cores.
    """
    if not os.environ.get("KB_OPENSEARCH_NODES"):
        pytest.skip("set KB_OPENSEARCH_NODES=1 to try OpenSearch on two nodes of its own")
    for program in ("mvn", "javac"):
        if not shutil.which(program):
            pytest.skip(f"'{program}' is missing: apt install maven default-jdk-headless")
    files = [_SOURCE / "pom.xml", _SOURCE / "OneNode.java"]
    mark = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    jars = cache / "fluchtraum-kb-tests" / f"opensearch-{mark}"
    if not jars.exists():
        _fetch(jars)
    return jars


def _fetch(jars: Path) -> None:
    aside = jars.with_name(f"{jars.name}.{os.getpid()}")
    copy = ["mvn", "-B", "-q", "-f", str(_SOURCE / "pom.xml"), "dependency:copy-dependencies"]
    fetched = subprocess.run([*copy, f"-DoutputDirectory={aside}"], check=False)
    if fetched.returncode:
        shutil.rmtree(aside, ignore_errors=True)
        pytest.skip("Maven Central does not answer: OpenSearch cannot be tried")
    starter = ["javac", "-cp", f"{aside}/*", "-d", str(aside), str(_SOURCE / "OneNode.java")]
    subprocess.run(starter, check=True)
    with suppress(OSError):  # another worker was faster
        aside.rename(jars)
    shutil.rmtree(aside, ignore_errors=True)


def _wait_for(port: int, until: str) -> None:
    """Until the nodes are as the parameters of their health say."""
    address = f"http://127.0.0.1:{port}/_cluster/health?{until}&timeout=5s"
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    raise TimeoutError(f"not so: {address}")


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="run a command beside nodes of OpenSearch")
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="keep what they hold")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    os.environ.setdefault("KB_OPENSEARCH_NODES", "1")
    with (
        tempfile.TemporaryDirectory() as passing,
        running(options.home or Path(passing), _MEASURED) as cluster,
    ):
        _wait_for(cluster.leader.http, "wait_for_status=green")
        environment = {**os.environ, "KB_OPENSEARCH": ",".join(cluster.addresses)}
        return subprocess.run(options.command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
