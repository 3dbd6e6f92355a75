"""Bringing the index in line with `documents/`."""

from kb.ingest.events import Event, Stage
from kb.ingest.pipeline import reconcile
from kb.ingest.report import Report
from kb.ingest.terminal import Terminal
from kb.ingest.understanding import understand
from kb.ingest.watch import wait_for_change

__all__ = ["Event", "Report", "Stage", "Terminal", "reconcile", "understand", "wait_for_change"]
