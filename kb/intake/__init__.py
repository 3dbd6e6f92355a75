"""Taking in what people upload: an inbox on disk, jobs in SQLite, a worker of its own."""

from kb.intake.inbox import LARGEST, Delivery, Inbox, is_id
from kb.intake.intake import Intake
from kb.intake.jobs import Job, State
from kb.intake.keeper import Keeper

__all__ = ["LARGEST", "Delivery", "Inbox", "Intake", "Job", "Keeper", "State", "is_id"]
