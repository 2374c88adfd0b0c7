"""The draft check (校核): what a draft says, whether it holds together, and whether it says what the log says."""
