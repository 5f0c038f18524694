"""What runs and waits inside one process: a bounded pool, jobs with progress, and things that are forgotten in time."""

from sesaclinic.jobs.analyses import Analyses, AnalysisJob, Progress, ReportProgress
from sesaclinic.jobs.chats import Chat, Chats
from sesaclinic.jobs.expiring import Expiring
from sesaclinic.jobs.pool import WorkerPool
from sesaclinic.jobs.warmup import Part, PartState

__all__ = [
    "Analyses",
    "AnalysisJob",
    "Chat",
    "Chats",
    "Expiring",
    "Part",
    "PartState",
    "Progress",
    "ReportProgress",
    "WorkerPool",
]
