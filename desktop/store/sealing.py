"""The tip-off vault's cryptography, by the library `cryptography` alone: no database, no clock, no state.

A random data key encrypts every text (AES-256-GCM, a fresh nonce each, bound to its place). The data key itself is
kept twice, wrapped by a key made of the password (Argon2id) and by one made of the recovery key, so that a password
can be changed without touching a text.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
_RECOVERY_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs; 0, 1, I and O are mistaken for one another
_RECOVERY_SIGNS, _CHECK_SIGNS, _GROUP = 28, 4, 4


class WrongKey(Exception):
    """The password or recovery key does not open the vault, or what is to be opened was changed."""


@dataclass(frozen=True)
class Cost:
    """How dear a guess of the password is: Argon2id's parameters, kept beside the salt so that they can rise later.

    The second choice of RFC 9106 (3 passes, 64 MiB, 4 lanes): for machines that lack 2 GiB to spare.
    """

    iterations: int = 3
    lanes: int = 4
    kibibytes: int = 64 * 1024

    def text(self) -> str:
        """As the log keeps it."""
        return json.dumps({"kdf": "argon2id", **asdict(self)}, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> "Cost":
        """Read what `text` wrote; `WrongKey` where it is none, for then the key cannot be made."""
        try:
            kept = json.loads(text)
            if kept.pop("kdf") != "argon2id":
                raise WrongKey
            return cls(**{name: int(value) for name, value in kept.items()})
        except (ValueError, TypeError, KeyError, AttributeError):
            raise WrongKey from None


def new_key() -> bytes:
    """A random data key."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def new_salt() -> bytes:
    """A random salt of a password."""
    return secrets.token_bytes(16)


def password_key(password: str, salt: bytes, cost: Cost) -> bytes:
    """The key that a password makes. Takes about a second, and that on purpose."""
    made = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.kibibytes
    )
    return made.derive(password.encode())


def seal(key: bytes, text: bytes, place: Sequence[str]) -> bytes:
    """Encrypt; what comes out opens only with the same key at the same place (such as a record and field)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, _bound(place))


def unseal(key: bytes, sealed: bytes, place: Sequence[str]) -> bytes:
    """Decrypt; `WrongKey` where key, place or content is another."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(place))
    except (InvalidTag, ValueError):
        raise WrongKey from None


def _bound(place: Sequence[str]) -> bytes:
    """A form that no other place can imitate, whatever signs stand in its parts."""
    return json.dumps(["taizhang-vault-1", *place], ensure_ascii=False, separators=(",", ":")).encode()


# -------------------------------------------------------------------- the recovery key


def new_recovery_key() -> str:
    """28 random signs (140 bits) and 4 that check them, in groups of four: 7Q2M-…."""
    signs = "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_SIGNS))
    whole = signs + _check_signs(signs)
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def read_recovery_key(typed: str) -> str:
    """The signs of a typed recovery key; `ValueError` with a sentence where it was mistyped."""
    compact = "".join(sign for sign in typed.upper() if sign.isalnum())
    if not set(compact) <= set(_RECOVERY_LETTERS):
        raise ValueError("恢复密钥里只有字母和 2 至 9，没有字母 I、O，请对照恢复页再输一次")
    if len(compact) != _RECOVERY_SIGNS + _CHECK_SIGNS:
        raise ValueError(f"恢复密钥应有 {_RECOVERY_SIGNS + _CHECK_SIGNS} 个字，现有 {len(compact)} 个，请对照恢复页")
    signs = compact[:_RECOVERY_SIGNS]
    if compact[_RECOVERY_SIGNS:] != _check_signs(signs):
        raise ValueError("恢复密钥有的字输错了，请对照恢复页逐组核对")
    return signs


def _check_signs(signs: str) -> str:
    number = int.from_bytes(hashlib.sha256(signs.encode()).digest())
    return "".join(_RECOVERY_LETTERS[(number >> 5 * place) & 31] for place in range(_CHECK_SIGNS))


def recovery_wrap_key(signs: str) -> bytes:
    """The key that a recovery key makes; it is random, so no slow way is needed."""
    info = b"taizhang-vault-recovery"
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(signs.encode())
