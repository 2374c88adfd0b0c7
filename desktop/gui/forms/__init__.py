"""The entry form: what it knows (`presenter`, `details`, `layout`: without Qt) and its widgets."""
