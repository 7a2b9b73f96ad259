"""What a run has to say, as values in and text or JSON out. Reads and writes nothing."""

from jobs.report.document import document, written
from jobs.report.outcome import problems, report
from jobs.report.summary import summary
from jobs.report.voice import Voice

__all__ = ["Voice", "document", "problems", "report", "summary", "written"]
