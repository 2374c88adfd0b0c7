"""The annual report as a Word document in the form of an official one (GB/T 9704—2012 党政机关公文格式)."""

from desktop.report.word.exporting import export_edition, export_report, write_report

__all__ = ["export_edition", "export_report", "write_report"]
