"""Decisions of identity that need nothing but their arguments."""

import base64
import hashlib
import ipaddress
import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from armslength.identity.model import ROLES, Role, Side
from armslength.kit.wire import Named

SECRET_BYTES: Final = 32
PREFIX_BYTES: Final = 4
MAX_PASSWORD: Final = 1024

_API_KEY = re.compile(r"(?P<prefix>al_[0-9a-f]{8})_(?P<secret>[A-Za-z0-9_-]{43})(?P<check>[0-9a-f]{8})")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f<>\"]+@[^@\s\x00-\x1f\x7f<>\"]+")
_COMMON: Final = frozenset(
    """
    password passwort passw0rd p@ssword p@ssw0rd pass letmein welcome qwerty qwertyuiop qwertz asdfgh asdfghjkl
    zxcvbnm abcdef abcdefgh iloveyou monkey dragon football baseball sunshine princess superman batman trustno
    admin administrator root login guest master secret changeme default user test testing armslength hello
    whatever starwars computer internet michael jennifer jordan freedom shadow killer pokemon summer winter
    spring autumn january february monday friday company mypassword thisismypassword correcthorsebatterystaple
    """.split()  # noqa: SIM905  # a list of words reads best as words
)


def known_as(code: UUID) -> str:
    """What people of a vendor read instead of their customer's name: it tells customers apart, and nothing of them. No
    other vendor's people read the same."""
    return f"Customer {code.hex[-4:].upper()}"


def tenant_for(side: Side, tenant_id: UUID, name: str, code: UUID | None) -> Named:
    """The tenant as somebody of that side knows it; `code`: what the firm knows it by."""
    return Named(code, known_as(code)) if side == "vendor" and code is not None else Named(tenant_id, name)


def in_pairs(flat: Sequence[UUID]) -> tuple[tuple[UUID, UUID], ...]:
    """One, two, three, four: (one, two), (three, four)."""
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def token_text(secret: bytes) -> str:
    """The form in which a secret of SECRET_BYTES travels: 43 characters, safe in cookies and links."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def token_hash(text: str) -> bytes | None:
    """What is stored of a cookie or link; None when it cannot be one of ours. A fast hash is right for random bits."""
    return hashlib.sha256(text.encode()).digest() if _TOKEN.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class KeyText:
    """An API key: `al_<8 hex>_<256 bits><checksum>`."""

    text: str
    prefix: str

    @property
    def hash(self) -> bytes:
        """What is stored."""
        return hashlib.sha256(self.text.encode()).digest()


def make_key(public: bytes, secret: bytes) -> KeyText:
    """An API key from PREFIX_BYTES public and SECRET_BYTES secret random bytes."""
    body = f"al_{public.hex()}_{token_text(secret)}"
    return KeyText(f"{body}{zlib.crc32(body.encode()):08x}", body[:11])


def read_key(text: str) -> KeyText | None:
    """The key, or None when the text is none: the checksum finds typing errors before the database is asked."""
    parts = _API_KEY.fullmatch(text)
    if parts is None or f"{zlib.crc32(text[:-8].encode()):08x}" != parts["check"]:
        return None
    return KeyText(text, parts["prefix"])


def is_email(text: str) -> bool:
    """Good enough to tell a slip of the pen; only a mail that arrives could prove more."""
    return len(text) <= 320 and _EMAIL.fullmatch(text) is not None


def password_problem(password: str, *, least: int, about: Collection[str]) -> str | None:
    """Why this password cannot be used, or None. `about` = the person's own words: name, e-mail, organization."""
    if len(password) < least:
        return f"Use at least {least} characters; a few unrelated words are easy to keep in mind."
    if len(password) > MAX_PASSWORD:
        return f"Use at most {MAX_PASSWORD} characters."
    core = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", password.lower())
    own = {word.lower() for text in about for word in (text, *re.split(r"[@\s.]+", text)) if len(word) > 2}
    if core in _COMMON or core in own or password.lower() in own:
        return "This password is among the first that anybody would try."
    if len(set(password.lower())) < 5 or _is_run(password.lower()):
        return "This password is one pattern repeated."
    return None


def _is_run(text: str) -> bool:
    """12345678901234, abcdefghijkl: each character follows the one before it (or wraps from 9 to 0)."""
    steps = {(ord(b) - ord(a)) % 10 if a.isdigit() and b.isdigit() else ord(b) - ord(a) for a, b in pairwise(text)}
    return steps in ({1}, {-1}, {9}, {0})


def next_expiry(created: datetime, now: datetime, *, idle: timedelta, longest: timedelta) -> datetime:
    """When a session used at `now` ends if it is not used again."""
    return min(now + idle, created + longest)


def window_start(now: datetime, minutes: int) -> datetime:
    """The beginning of the throttle window that `now` lies in."""
    length = minutes * 60
    return now - timedelta(seconds=now.timestamp() % length)


def try_key(address: str, email: str) -> bytes:
    """The pair that waits after too many wrong passwords. An IPv6 host owns its whole /64, so that counts as one."""
    return hashlib.sha256(f"{_network(address)}\n{email.lower()}".encode()).digest()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def client_address(peer: str, forwarded: str | None, proxies: int) -> str:
    """Who really asks: what the outermost of our own `proxies` wrote, or the peer when there are none."""
    hops = [hop.strip() for hop in (forwarded or "").split(",") if hop.strip()]
    return hops[-proxies] if 0 < proxies <= len(hops) else peer


def from_same_origin(headers: Mapping[str, str], host: str) -> bool:
    """Whether an unsafe request with a cookie comes from our own pages (or from a program that says so).

    The header X-Armslength cannot be sent across sites without a preflight, which this server never grants.
    """
    if headers.get("x-armslength"):
        return True
    if origin := headers.get("origin"):
        return urlsplit(origin).netloc.lower() == host.lower()
    return headers.get("sec-fetch-site") == "same-origin"


def effective_role(side: Side, role: Role, project_role: Role | None, *, granted: bool) -> Role | None:
    """The role on a project: owner and manager of the customer have all; others what they were given, vendors only
    while their firm's grant is active."""
    if side == "customer":
        return role if role in ("owner", "manager") else project_role
    return project_role if granted else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a tenant, for deciding who may manage whom."""

    side: Side
    role: Role
    organization_id: UUID


def may_manage(who: Standing, whom: Standing) -> bool:
    """Whether `who` (who may manage people at all) may invite, change or remove somebody standing at `whom`.

    Nobody manages above themselves; a vendor's owner manages that firm's people and no others.
    """
    if who.side == "vendor":
        return who.organization_id == whom.organization_id and not _above(whom.role, who.role)
    return whom.side == "vendor" or not _above(whom.role, who.role)


def _above(role: Role, other: Role) -> bool:
    return ROLES.index(role) < ROLES.index(other)


def clean_name(text: str) -> str:
    """A name without surrounding or doubled blanks, tabs and line breaks; may come out empty."""
    return " ".join(text.split())


_COMMAND = re.compile(r"[a-z]+\.[a-z0-9_]{1,60}")
_CODE = re.compile(r"[A-Z][A-Za-z0-9]{0,19}")
_MODIFIERS: Final = ("Mod", "Ctrl", "Meta", "Alt", "Shift")
_KEPT_BY_THE_BROWSER: Final = frozenset(
    f"Mod+{code}" for code in ("KeyA", "KeyC", "KeyL", "KeyN", "KeyQ", "KeyR", "KeyT", "KeyV", "KeyW", "KeyX")
)


def tidy_keys(keys: str) -> str:
    """The same text for the same keys, however they were written: "Shift+Mod+KeyA" is "Mod+Shift+KeyA"."""
    chords = []
    for chord in keys.split():
        *modifiers, code = chord.split("+")
        known = [one for one in _MODIFIERS if one in modifiers]
        chords.append("+".join([*known, *(one for one in modifiers if one not in _MODIFIERS), code]))
    return " ".join(chords)


def keys_problem(keys: str) -> str | None:
    """Why a command cannot have these keys (tidied), or None."""
    chords = keys.split(" ")
    if not 1 <= len(chords) <= 2:
        return "Keys are one chord, or two after one another."
    for chord in chords:
        *modifiers, code = chord.split("+")
        if not _CODE.fullmatch(code) or any(one not in _MODIFIERS for one in modifiers):
            return f"“{chord[:40]}” is no chord. Chords look like Mod+Enter, Alt+KeyS or Digit1."
        if code == "Tab" or chord in _KEPT_BY_THE_BROWSER:
            return f"{chord} belongs to the browser."
    return None


def shortcut_problem(keys: Mapping[str, Collection[str]]) -> tuple[str, str] | None:
    """The first command whose keys (tidied) cannot be kept, and why. A sequence clashes with its own beginning."""
    taken: dict[str, list[tuple[str, str]]] = {}
    for command, each in keys.items():
        if not _COMMAND.fullmatch(command):
            return command[:80], "A command's name looks like bench.submit."
        here = taken.setdefault(command.partition(".")[0], [])
        for one in each:
            problem = keys_problem(one)
            if problem:
                return command, problem
            for other, theirs in here:
                if one == theirs or one.startswith(f"{theirs} ") or theirs.startswith(f"{one} "):
                    return command, f"{one} is also asked for by {other}."
            here.append((command, one))
    return None
