"""`taizhang`, `python -m desktop` and the installed program start here."""

import sys


def main() -> None:
    """Without a word behind it the window, which then starts without the command line; else a command."""
    if not sys.argv[1:]:
        from desktop.gui.opening import has_screen, run, tell  # noqa: PLC0415
        from desktop.refusal import Refusal  # noqa: PLC0415

        if has_screen():
            try:
                sys.exit(run())
            except Refusal as refusal:
                tell(str(refusal))
                sys.exit(1)
    from desktop.cli import main as command_line  # noqa: PLC0415 - the window starts without it

    command_line()


if __name__ == "__main__":
    main()
