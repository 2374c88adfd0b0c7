"""Backups: made whole while the program works, checked, thinned out with time, and brought back."""

from desktop.store.backups.checking import check, stoppable
from desktop.store.backups.fetching import fetch_attachments
from desktop.store.backups.listing import Backup, Kind, State, default_folder, last_made, listed
from desktop.store.backups.making import make
from desktop.store.backups.restoring import OtherLog, Restored, restore
from desktop.store.backups.rotation import Keep
from desktop.store.backups.routine import Outside, Report, back_up, due, outside_state, way_back
from desktop.store.backups.settings import BackupSettings, read_settings, write_settings

__all__ = [
    "Backup", "BackupSettings", "Keep", "Kind", "OtherLog", "Outside", "Report", "Restored", "State", "back_up",
    "check", "default_folder", "due", "fetch_attachments", "last_made", "listed", "make", "outside_state",
    "read_settings", "restore", "stoppable", "way_back", "write_settings",
]  # fmt: skip
