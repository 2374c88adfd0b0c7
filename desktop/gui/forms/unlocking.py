"""The slow part of a password, in a thread of its own: making its key takes about a second."""

from collections.abc import Callable

from desktop.catalogue import Refusal
from desktop.gui.jobs import Job, Jobs
from desktop.store import sealing
from desktop.store.vault import PasswordKey, Vault, new_password, typed_password


def off_thread(
    jobs: Jobs,
    title: str,
    work: Callable[[], object],
    then: Callable[[object], object],
    refused: Callable[[str], object],
) -> None:
    """Do a piece of work that touches no file; then go on in the window's thread, where what is refused is said."""

    def go_on(result: object) -> None:
        try:
            then(result)
        except Refusal as refusal:
            refused(str(refusal))

    job = Job(title, lambda _progress: work())
    job.signals.done.connect(go_on)
    job.signals.refused.connect(refused)
    jobs.start(job)


def key_off_thread(
    jobs: Jobs, vault: Vault, password: str, then: Callable[[bytes], object], refused: Callable[[str], object]
) -> None:
    """The key that a typed password makes; `refused` at once where no password is taken now."""
    try:
        salt, cost = vault.lock_of()
    except Refusal as refusal:
        refused(str(refusal))
        return

    def made(key: object) -> None:
        assert isinstance(key, bytes)
        then(key)

    work = lambda: sealing.password_key(typed_password(password), salt, cost)  # noqa: E731 - what runs there
    off_thread(jobs, "核对口令", work, made, refused)


def unlock_off_thread(
    jobs: Jobs, vault: Vault, password: str, then: Callable[[], object], refused: Callable[[str], object]
) -> None:
    """Open the vault with a typed password."""

    def unlock(key: bytes) -> None:
        vault.unlock(key)
        then()

    key_off_thread(jobs, vault, password, unlock, refused)


def new_password_off_thread(
    jobs: Jobs, password: str, again: str, then: Callable[[PasswordKey], object], refused: Callable[[str], object]
) -> None:
    """The key of a new password."""

    def made(key: object) -> None:
        assert isinstance(key, PasswordKey)
        then(key)

    off_thread(jobs, "设置口令", lambda: new_password(password, again), made, refused)
