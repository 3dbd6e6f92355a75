"""A client of the app's web socket that is no browser: it asks for what no link leads to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.typing import Subprotocol


class Window:
    """A window of the app, as Streamlit sees it; `number` is by what Streamlit knows it."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self.number = ""
        self.fragments: set[str] = set()  # parts of the screen that can be drawn alone

    def run(
        self, path: str = "", query: str = "", *, by_name: bool = False, fragment: str = ""
    ) -> str:
        """Have a screen drawn; all that came over the wire for it, as one text."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = query
        state.fragment_id = fragment
        if by_name:
            state.page_name = path
        else:
            state.page_script_hash = calc_hash(path)
        self.fragments = set()
        self._socket.send(asked.SerializeToString())
        return b"\n".join(self._answers()).decode("utf-8", "replace")

    def _answers(self) -> Sequence[bytes]:
        """The messages up to the end of a run."""
        came: list[bytes] = []
        while True:
            data = self._socket.recv(timeout=30)
            assert isinstance(data, bytes)
            came.append(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.number = message.new_session.initialize.session_id or self.number
            if kind == "delta" and message.delta.fragment_id:
                self.fragments.add(message.delta.fragment_id)
            if kind == "script_finished":
                return came


@contextmanager
def window(address: str, cookies: dict[str, str], *, number: str = "") -> Iterator[Window]:
    """Open a window of the app at `address`; with a `number`, one that was open before."""
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    protocols = ["streamlit", "none", number] if number else ["streamlit"]
    with connect(
        address.replace("http", "ws", 1) + "_stcore/stream",
        additional_headers={"Cookie": sent} if sent else {},
        subprotocols=[Subprotocol(name) for name in protocols],
        max_size=None,
    ) as socket:
        yield Window(socket)
