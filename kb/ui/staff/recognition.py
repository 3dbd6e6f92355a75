"""Recognising the text of a scan: offered where it can be done, followed while it runs."""

import streamlit as st

from kb.clean import Sign
from kb.extract.ocr import SECONDS_A_PAGE, missing
from kb.ingest.examining import Examined
from kb.intake.scans import Scan, Scans, ScanState
from kb.texts import Texts
from kb.ui import home, state
from kb.ui.markup import render
from kb.ui.staff import acting
from kb.ui.staff.door import for_staff

_LOOK_EVERY = 2.0  # seconds
_WANTING = {Sign.SCAN, Sign.GARBAGE, Sign.PICTURES}


def draw(examined: Examined, texts: Texts) -> None:
    """The offer, what is missing for it, or how far it has come; nothing where all is text."""
    wanted = any(finding.sign in _WANTING for finding in examined.examination.findings)
    id, label = examined.publication.id, examined.edition.label
    scans = Scans(home.settings())
    scan = scans.of(id, label)
    if scan and scan.is_open:
        scans.start()
        _follow(id, label)
    elif wanted and not examined.edition.recognised:
        _offer(examined, scan, texts)
    elif examined.edition.recognised:
        sentence = texts.examining.scan_again.format(file=examined.edition.file)
        _say(texts, sentence)


def _offer(examined: Examined, scan: Scan | None, texts: Texts) -> None:
    t = texts.examining
    if (lack := missing()) is not None:
        _say(texts, texts.error(lack))
        return
    minutes = round(examined.examination.quality.pages * SECONDS_A_PAGE / 60)
    takes = texts.counted(minutes, t.scan_minute, t.scan_minute, t.scan_minutes)
    failed = t.scan_failed if scan and scan.state is ScanState.FAILED else ""
    _say(texts, failed, t.scan_offer, takes)
    if st.button(t.scan_start, type="primary"):
        scans = Scans(home.settings())
        scans.ask(examined.publication.id, examined.edition.label, acting.who().id)
        scans.start()
        st.rerun()


@st.fragment(run_every=_LOOK_EVERY)
@for_staff
def _follow(publication: str, edition: str) -> None:
    """Look again and again; when it is over the whole screen is drawn anew."""
    texts = state.texts()
    scan = Scans(home.settings()).of(publication, edition)
    if scan is None or not scan.is_open:
        if scan and scan.state is ScanState.DONE:
            acting.tell(texts.examining.scan_done)
        st.rerun(scope="app")
    assert scan is not None
    t = texts.examining
    running = t.scan_running.format(page=scan.page, pages=scan.pages)
    _say(texts, running if scan.pages else t.scan_waiting)


def _say(texts: Texts, *sentences: str) -> None:
    told = [sentence for sentence in sentences if sentence]
    st.html(render("staff/quality_scan.html", texts, sentences=told))
