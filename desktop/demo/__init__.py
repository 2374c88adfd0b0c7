"""Generated years: the demonstration district, and logs that yield the figures of published reports."""

from desktop.demo.published import PublishedFigure, PublishedReport, published_report, published_reports
from desktop.demo.years import DEMONSTRATION_YEAR, demonstration_log, published_log

__all__ = [
    "DEMONSTRATION_YEAR", "PublishedFigure", "PublishedReport", "demonstration_log", "published_log",
    "published_report", "published_reports",
]  # fmt: skip
