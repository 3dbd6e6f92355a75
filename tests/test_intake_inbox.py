"""Files as they arrive: whole or not at all, under names that harm no disk."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import FileTooLarge
from kb.intake import Inbox
from kb.intake.inbox import safe_name

ID = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Heft.pdf", "Heft.pdf"),
        ("Mu\u0308ndel.PDF", "Mündel.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Petra\\handbuch_final_neu3.pdf", "handbuch_final_neu3.pdf"),
        ("ordner/unter/heft.pdf", "heft.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ('was? "neu": <1>.pdf', "was- -neu-- -1-.pdf"),
        (".versteckt", "versteckt.pdf"),
        ("~$Heft.pdf", "Heft.pdf"),
        ("...", "publication.pdf"),
        ("", "publication.pdf"),
        ("Heft 2. Auflage", "Heft 2. Auflage.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    """Folders, directions, control characters and what some disk forbids are gone; umlauts stay."""
    assert safe_name(name) == safe


@given(st.text())
def test_any_name_is_a_file_name(name: str) -> None:
    """Never empty, hidden, a path, or longer than disks allow with an id in front."""
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert not safe.startswith((".", "~$"))
    assert len(f"{ID}.{safe}".encode()) < 200
    assert safe_name(safe) == safe


def test_what_is_accepted_stays(tmp_path: Path) -> None:
    """In pieces, with the digest of the whole."""
    inbox = Inbox(tmp_path)
    with inbox.receiving(ID, "Heft.pdf") as arrival:
        arrival.write(b"%PDF-")
        arrival.write(b"rest")
        delivery = arrival.accept()
    assert delivery.path.read_bytes() == b"%PDF-rest"
    assert (delivery.name, delivery.size) == ("Heft.pdf", 9)
    assert inbox.deliveries() == [(ID, "Heft.pdf", delivery.path)]


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """A connection that is lost in the middle."""
    inbox = Inbox(tmp_path)

    def receive() -> None:
        with inbox.receiving(ID, "Heft.pdf") as arrival:
            arrival.write(b"%PDF-")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        receive()
    assert inbox.deliveries() == []
    assert list(inbox.folder.iterdir()) == []


def test_the_same_file_sent_again_is_one_file(tmp_path: Path) -> None:
    """The answer to the first was lost, so the browser tried once more."""
    inbox = Inbox(tmp_path)
    for _ in range(2):
        with inbox.receiving(ID, "Heft.pdf") as arrival:
            arrival.write(b"%PDF-")
            arrival.accept()
    assert len(inbox.deliveries()) == 1


def test_too_much_is_refused_while_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the sender announced; nothing of it stays."""
    monkeypatch.setattr("kb.intake.inbox.LARGEST", 10)
    inbox = Inbox(tmp_path)
    with inbox.receiving(ID, "Heft.pdf") as arrival:
        arrival.write(b"0123456789")
        with pytest.raises(FileTooLarge):
            arrival.write(b"0")
    assert list(inbox.folder.iterdir()) == []


@pytest.mark.parametrize("sender_id", ["", "x", "../" + "0" * 29, "0" * 33, "A" * 32])
def test_an_id_is_no_path(tmp_path: Path, sender_id: str) -> None:
    """Only 32 hexadecimal digits become part of a file name."""
    with pytest.raises(ValueError, match="32"), Inbox(tmp_path).receiving(sender_id, "a.pdf"):
        pass
