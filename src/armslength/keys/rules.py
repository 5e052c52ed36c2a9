"""The formats of sealed bytes and of signed ones. Pure: keys, nonces and salts come in as arguments.

    object    01 | key number (4) | nonce (12) | AES-256-GCM ciphertext and tag
    stream    02 | key number (4) | salt (32) | frame | frame | … | last frame
    frame     ciphertext and tag of 64 KiB of plain bytes (the last: of 0..64 KiB)

Associated data of an object is its place, `tenant|project|object|version|kind`. A stream has its own key, derived
from the project's key, the salt and the place; each frame's nonce and associated data carry its counter and whether
it is the last, so that a frame which was cut off, left out, doubled or moved does not open.
"""

import base64
import hashlib
import struct
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from armslength.keys.errors import SealBroken

OBJECT, STREAM = 1, 2
HEAD = struct.Struct(">BI")
NONCE_BYTES = 12
SALT_BYTES = 32
TAG_BYTES = 16
FRAME_BYTES = 64 * 1024
SEALED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES
STREAM_HEAD_BYTES = HEAD.size + SALT_BYTES
ED25519 = b"\x01"
_BLOCK_BYTES = 64


class Keyed:
    """HMAC-SHA256 (RFC 2104) under one key, whose part in it is worked out once: for many short texts."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        block = (key if len(key) <= _BLOCK_BYTES else hashlib.sha256(key).digest()).ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def digest(self, text: bytes) -> bytes:
        """32 bytes."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()


def place(project: str, object_id: str, version: int, kind: str) -> bytes:
    """Where a sealed object belongs; `project` is `tenant|project`.

    Unambiguous: ids, version and kind cannot hold a bar, so only `object_id` may.
    """
    return f"{project}|{object_id}|{version}|{kind}".encode()


def seal(key: AESGCM, number: int, nonce: bytes, plain: bytes, where: bytes) -> bytes:
    """Seal one object under key `number`."""
    return HEAD.pack(OBJECT, number) + nonce + key.encrypt(nonce, plain, where)


def unseal(key: AESGCM, sealed: bytes, where: bytes) -> bytes:
    """The plain bytes of one object, or SealBroken."""
    body = HEAD.size + NONCE_BYTES
    try:
        return key.decrypt(sealed[HEAD.size : body], sealed[body:], where)
    except (InvalidTag, ValueError):
        raise broken() from None


def key_number(sealed: bytes, wanted_format: int) -> int:
    """Which of the project's keys sealed these bytes."""
    if len(sealed) < HEAD.size:
        raise broken()
    found, number = HEAD.unpack_from(sealed)
    if found != wanted_format:
        raise broken()
    return int(number)


def broken() -> SealBroken:
    """What every failure to open looks like: which check failed is nobody's business."""
    return SealBroken("Something stored cannot be opened: its sealed bytes were changed, cut, or do not belong there.")


def derive(key: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    """A 256-bit key for one use."""
    return HKDF(SHA256(), 32, salt, info).derive(key)


def stream_key(key: bytes, salt: bytes, where: bytes) -> AESGCM:
    """The key of one stream."""
    return AESGCM(derive(key, b"armslength stream|" + where, salt))


def seal_frame(key: AESGCM, plain: bytes, where: bytes, counter: int, last: bool) -> bytes:
    """Seal one frame. The key is the stream's own, so counter and flag make the nonce unique."""
    return key.encrypt(_frame_nonce(counter, last), plain, _frame_place(where, counter, last))


def unseal_frame(key: AESGCM, sealed: bytes, where: bytes, counter: int, last: bool) -> bytes:
    """The plain bytes of one frame, or SealBroken."""
    try:
        return key.decrypt(_frame_nonce(counter, last), sealed, _frame_place(where, counter, last))
    except (InvalidTag, ValueError):
        raise broken() from None


def _frame_nonce(counter: int, last: bool) -> bytes:
    return counter.to_bytes(NONCE_BYTES - 1, "big") + bytes([last])


def _frame_place(where: bytes, counter: int, last: bool) -> bytes:
    return b"%b|%d|%d" % (where, counter, last)


class Frames:
    """Cuts a flow of bytes into frames of a given size, and holds one back: whether it is the last shows at the end."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._held = bytearray()

    def push(self, data: bytes) -> Iterator[bytes]:
        """Every frame that is surely not the last."""
        self._held += data
        whole = max(0, len(self._held) - 1) // self.size
        for index in range(whole):
            yield bytes(self._held[index * self.size : (index + 1) * self.size])
        del self._held[: whole * self.size]

    def last(self) -> bytes:
        """What remains: the last frame."""
        return bytes(self._held)


def frame_span(start: int, stop: int) -> tuple[int, int]:
    """The frames [first, beyond) that hold plain bytes [start, stop)."""
    return start // FRAME_BYTES, max(start // FRAME_BYTES + 1, -(-stop // FRAME_BYTES))


def frame_count(size: int) -> int:
    """How many frames a stream of `size` plain bytes has; an empty one has one."""
    return max(1, -(-size // FRAME_BYTES))


def sealed_bytes(size: int) -> int:
    """How many bytes a stream of `size` plain bytes takes when sealed."""
    return STREAM_HEAD_BYTES + size + frame_count(size) * TAG_BYTES


def key_id(name: str, public_key: bytes) -> str:
    """What signatures name an Ed25519 key by (C2SP signed-note): eight hexadecimal digits over its name and bytes."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).hexdigest()[:8]


def verifier_key(name: str, public_key: bytes) -> str:
    """An Ed25519 public key as a line of text, for whoever verifies."""
    return f"{name}+{key_id(name, public_key)}+{base64.b64encode(ED25519 + public_key).decode()}"


def signed_bytes(payload_type: str, payload: bytes) -> bytes:
    """What a DSSE signature is over: type and payload, each with its length."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
