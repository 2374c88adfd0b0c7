"""Every job without a window. Data on standard output, messages on standard error, status 0 only on success."""

from desktop.cli.running import main

__all__ = ["main"]
