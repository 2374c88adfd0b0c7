"""Small widgets that pages are made of."""

from desktop.gui.widgets.basics import (
    button,
    chip,
    empty_state,
    key_cap,
    label,
    notice,
    panel,
    rule,
    vrule,
)

__all__ = ["button", "chip", "empty_state", "key_cap", "label", "notice", "panel", "rule", "vrule"]
