"""The provider for one machine: a root key in a file, and one KEK file per tenant wrapped by it.

    <folder>/root.key                 32 random bytes in hex, mode 0600; made at the first start
    <folder>/kek/<name>.key           a KEK sealed by the root key
    <folder>/kek/<name>.pending       the moment from which the KEK is to be destroyed
    <folder>/kek/<name>.destroyed     a tombstone with a receipt: this KEK existed and is gone

Whoever backs up the database and not this folder keeps ciphertext only.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from armslength.keys import rules
from armslength.keys.errors import KeyDestroyed, UnsafeKeyFile
from armslength.keys.model import Context
from armslength.kit.clock import Clock

KEY_BYTES = 32
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


class _Wrapped(msgspec.Struct, frozen=True):
    kek: str
    context: dict[str, str]
    nonce: bytes
    key: bytes

    def associated(self) -> bytes:
        return msgspec.json.encode([self.kek, sorted(self.context.items())])


class FileProvider:
    """Keys in a folder that only the server's own account may read."""

    def __init__(self, folder: Path, root: bytes, clock: Clock) -> None:
        self._keks = folder / "kek"
        self._root = root
        self._clock = clock

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> FileProvider:
        """Read the root key, or make one in a folder that holds no keys yet. Raises UnsafeKeyFile."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        keks = folder / "kek"
        keks.mkdir(exist_ok=True, mode=0o700)
        root_file = folder / "root.key"
        if not root_file.exists():
            if any(keks.iterdir()):
                raise UnsafeKeyFile(
                    f"{root_file} is missing, but keys made with it are here: restore it from its backup."
                )
            _publish(root_file, secrets.token_hex(KEY_BYTES).encode())
        return cls(folder, _read_root(root_file), clock)

    @property
    def fingerprint(self) -> str:
        """Tells one root key from another and gives neither away."""
        return hmac.digest(self._root, b"fingerprint", "sha256").hex()

    def names(self) -> list[str]:
        """Every KEK that can be used."""
        return sorted(file.stem for file in self._keks.glob("*.key") if _NAME.fullmatch(file.stem))

    def check(self, names: Sequence[str]) -> None:
        """Whether each of these KEKs is here and opens, or was destroyed on purpose. Raises UnsafeKeyFile."""
        for name in names:
            if self._file(name, "destroyed").exists():
                continue
            try:
                self._open_kek(name, self._file(name, "key").read_bytes())
            except FileNotFoundError:
                raise UnsafeKeyFile(f"The key {name} is not among these: take a newer copy of the keys.") from None

    async def generate_data_key(self, kek: str, context: Context) -> tuple[bytes, bytes]:
        """A fresh data key, wrapped; makes the KEK when it does not exist (a destroyed one is never made again)."""
        plain = secrets.token_bytes(KEY_BYTES)
        return plain, self._wrap(plain, self._kek(kek, make=True), kek, dict(context))

    async def unwrap(self, wrapped: bytes, context: Context) -> bytes:
        """The plain data key, if it was wrapped for exactly this context."""
        key = _decode(wrapped)
        if key.context != dict(context):
            raise rules.broken()
        return self._unwrap(key)

    async def rewrap(self, wrapped: bytes, new_kek: str) -> bytes:
        """The same data key under `new_kek`."""
        key = _decode(wrapped)
        return self._wrap(self._unwrap(key), self._kek(new_kek, make=True), new_kek, key.context)

    async def destroy(self, kek: str, not_before: datetime) -> None:
        """Destroy now, or leave a note that the first use after `not_before` obeys."""
        self._kek(kek, make=False)
        pending = self._file(kek, "pending")
        pending.write_text(not_before.isoformat())
        self._obey_pending(kek)

    def _wrap(self, plain: bytes, kek: AESGCM, name: str, context: dict[str, str]) -> bytes:
        nonce = secrets.token_bytes(rules.NONCE_BYTES)
        empty = _Wrapped(name, context, nonce, b"")
        sealed = kek.encrypt(nonce, plain, empty.associated())
        return msgspec.json.encode(msgspec.structs.replace(empty, key=sealed))

    def _unwrap(self, key: _Wrapped) -> bytes:
        try:
            return self._kek(key.kek, make=False).decrypt(key.nonce, key.key, key.associated())
        except (InvalidTag, ValueError):
            raise rules.broken() from None

    def _kek(self, name: str, *, make: bool) -> AESGCM:
        self._obey_pending(name)
        if self._file(name, "destroyed").exists():
            raise KeyDestroyed("This key was destroyed; what it sealed is gone for good.")
        file = self._file(name, "key")
        if not file.exists():
            if not make:
                raise KeyDestroyed("This key is not here: it was destroyed, or its file was not restored.")
            _publish(file, self._seal_kek(name))
        return AESGCM(self._open_kek(name, file.read_bytes()))

    def _seal_kek(self, name: str) -> bytes:
        nonce = secrets.token_bytes(rules.NONCE_BYTES)
        return nonce + AESGCM(self._root).encrypt(nonce, secrets.token_bytes(KEY_BYTES), f"kek|{name}".encode())

    def _open_kek(self, name: str, sealed: bytes) -> bytes:
        nonce, body = sealed[: rules.NONCE_BYTES], sealed[rules.NONCE_BYTES :]
        try:
            return AESGCM(self._root).decrypt(nonce, body, f"kek|{name}".encode())
        except (InvalidTag, ValueError):
            raise UnsafeKeyFile(f"The key {name} was not made with this root key, or was damaged.") from None

    def _obey_pending(self, name: str) -> None:
        pending = self._file(name, "pending")
        if not pending.exists():
            return
        now = self._clock.now()
        if datetime.fromisoformat(pending.read_text()) > now:
            return
        receipt = hmac.digest(self._root, f"destroyed|{name}|{now.isoformat()}".encode(), "sha256").hex()
        tombstone = msgspec.json.encode({"kek": name, "at": now, "receipt": receipt})
        _publish(self._file(name, "destroyed"), tombstone)
        _shred(self._file(name, "key"))
        pending.unlink(missing_ok=True)

    def _file(self, name: str, suffix: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a name for a key: {name!r}")
        return self._keks / f"{name}.{suffix}"


def _decode(wrapped: bytes) -> _Wrapped:
    try:
        return msgspec.json.decode(wrapped, type=_Wrapped)
    except msgspec.MsgspecError:
        raise rules.broken() from None


def _read_root(file: Path) -> bytes:
    with file.open("rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077:
            mode = stat.S_IMODE(status.st_mode)
            raise UnsafeKeyFile(f"{file} may be used by others (mode {mode:04o}): run chmod 600 {file}.")
        text = stream.read().strip()
    try:
        root = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        root = b""
    if len(root) != KEY_BYTES:
        raise UnsafeKeyFile(f"{file} does not hold a root key: restore it from its backup.")
    return root


def _publish(file: Path, data: bytes) -> None:
    """Write all of it or nothing, 0600, and let the first of two writers win."""
    draft = file.with_name(f".{secrets.token_hex(8)}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(file.parent)


def _shred(file: Path) -> None:
    """Overwrite, then unlink: the best a file system offers. A KEK is itself sealed by the root key."""
    try:
        with file.open("r+b") as stream:
            stream.write(secrets.token_bytes(file.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        file.unlink()
    except FileNotFoundError:
        return
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
