"""Measure search quality through the same analyzer, fields and ranking as the app."""

from kb.evaluate.judging import Ablation, Judged, ablation, indexed, judged, measure, relevant
from kb.evaluate.measures import Quality, mean, quality
from kb.evaluate.parts import PARTS
from kb.evaluate.tasks import Stretch, Task, Tasks, read_tasks, stretches, tasks

__all__ = [
    "PARTS",
    "Ablation",
    "Judged",
    "Quality",
    "Stretch",
    "Task",
    "Tasks",
    "ablation",
    "indexed",
    "judged",
    "mean",
    "measure",
    "quality",
    "read_tasks",
    "relevant",
    "stretches",
    "tasks",
]
