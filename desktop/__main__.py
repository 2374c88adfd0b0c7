"""`python -m desktop` is `taizhang`."""

from desktop.cli import main

main()
