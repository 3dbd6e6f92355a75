"""A window of the app as its server sees it: Streamlit's messages over a web socket, no browser."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.typing import Subprotocol

_PATIENCE = 60.0  # seconds


class Window:
    """What was sent for the last run is known; `number` is by what Streamlit knows the window."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._field = ""
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
        return self._drawn(asked)

    def ask(self, question: str, address: Mapping[str, str] | None = None) -> str:
        """Type a question into the field of the first screen; what came for it.

        `address` are the other values of the address bar, such as the page that is read.
        """
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = urlencode({**(address or {}), "q": question})
        state.page_script_hash = calc_hash("")
        field = state.widget_states.widgets.add()
        field.id, field.string_value = self._field, question
        return self._drawn(asked)

    def _drawn(self, asked: BackMsg) -> str:
        self.fragments = set()
        self._socket.send(asked.SerializeToString())
        return b"\n".join(list(self._answers())).decode("utf-8", "replace")

    def _answers(self) -> Iterator[bytes]:
        """The messages up to the end of a run."""
        while True:
            data = self._socket.recv(timeout=_PATIENCE)
            assert isinstance(data, bytes)
            yield data
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.number = message.new_session.initialize.session_id or self.number
            if kind == "delta":
                self._note(message)
            if kind == "script_finished":
                return

    def _note(self, message: ForwardMsg) -> None:
        if message.delta.fragment_id:
            self.fragments.add(message.delta.fragment_id)
        if message.delta.new_element.WhichOneof("type") == "text_input":
            self._field = message.delta.new_element.text_input.id


@contextmanager
def window(
    address: str, cookies: Mapping[str, str] | None = None, *, number: str = ""
) -> Iterator[Window]:
    """Open a window of the app at `address`; with a `number`, one that was open before."""
    sent = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    protocols = ["streamlit", "none", number] if number else ["streamlit"]
    with connect(
        address.replace("http", "ws", 1) + "_stcore/stream",
        additional_headers={"Cookie": sent} if sent else {},
        subprotocols=[Subprotocol(name) for name in protocols],
        max_size=None,
    ) as socket:
        yield Window(socket)
