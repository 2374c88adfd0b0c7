"""`taizhang`, `python -m desktop` and the installed program start here."""

import sys


def main() -> None:
    """Without a word behind it the window, which then starts without the command line; else a command."""
    if not sys.argv[1:]:
        from desktop.gui.opening import has_screen, run  # noqa: PLC0415

        if has_screen():
            sys.exit(run())
    from desktop.cli import main as command_line  # noqa: PLC0415 - the window starts without it

    command_line()


if __name__ == "__main__":
    main()
