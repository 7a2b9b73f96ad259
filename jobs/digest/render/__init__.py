"""A digest as people read it: one HTML file, Markdown, JSON, and its charts as images."""

from jobs.digest.render.charts import png
from jobs.digest.render.document import document
from jobs.digest.render.html import html
from jobs.digest.render.markdown import markdown
from jobs.digest.render.words import Words

__all__ = ["Words", "document", "html", "markdown", "png"]
