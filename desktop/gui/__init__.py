"""The window: the only place that imports PySide6. It holds no rule that a test without Qt could not reach."""
