"""The help window: contents, search, text."""
