"""What a process started ends with it, however that ended and whatever it is doing."""

import subprocess
import sys

import psutil
import pytest

_CHILD = "import sys; from kb.orphan import end_with_parent; end_with_parent(int(sys.argv[1]))\n"
_PARENT = """
import os, subprocess, sys, time
command = [sys.executable, "-c", sys.argv[1], str(os.getpid())]
child = subprocess.Popen(command, start_new_session=sys.argv[2] == "leads")
print(child.pid, flush=True)
time.sleep(60)
"""
_BUSY = _CHILD + "while True: pass"
_WITH_CHILD = "import subprocess, time\n" + _CHILD + "subprocess.run(['sleep', '60'])"


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is told there")
@pytest.mark.parametrize(("code", "way"), [(_BUSY, "follows"), (_WITH_CHILD, "leads")])
def test_a_killed_parent_leaves_nobody_behind(code: str, way: str) -> None:
    """A child that never rests, and the children of one that leads its own group."""
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, code, way], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    left = [psutil.Process(int(parent.stdout.readline()))]
    while way == "leads" and len(left) == 1:
        left += left[0].children()
    parent.kill()
    parent.communicate()
    _, alive = psutil.wait_procs(left, timeout=20)
    for process in alive:
        process.kill()
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
