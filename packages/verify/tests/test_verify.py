"""A report that was signed is verified; a report that is not, to the bit, what was signed is not."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from armslength_verify import BadKey, NotVerified, read_key, verify_exposure_report
from armslength_verify.cli import main
from armslength_verify.drill import PAYLOAD_TYPE as DRILL
from armslength_verify.exposure import PAYLOAD_TYPE

MINE, OTHERS = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))


def as_line(key: Ed25519PrivateKey, name: str = "tenant-1") -> str:
    typed = b"\x01" + key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    id = hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8]
    return f"{name}+{id}+{base64.b64encode(typed).decode()}"


KEY = as_line(MINE)
FAIRLABEL = {"id": "f", "name": "Fairlabel"}
SAID: dict[str, Any] = {
    "v": 1, "id": "r", "as_of": "2026-11-26T12:00:00Z", "made_by": {"id": "o", "name": "Olga"},
    "customer": {"id": "t", "name": "Northwind"}, "asked": "vendor", "subject": FAIRLABEL, "project": None,
    "vendors": [FAIRLABEL], "viewers": [], "owners": [],
    "projects": [{
        "project": {"id": "p", "name": "Helpful"}, "items": 3, "of": 9, "answers": 0, "guidelines": 1, "schemas": 1,
        "media": 0, "people": 2, "first_at": None, "last_at": None, "leased": 1,
    }],
    "deliveries": {"rows": 5, "unlogged": 0, "leaves": "00"},
}  # fmt: skip


def envelope(
    said: object = SAID, *, by: Ed25519PrivateKey = MINE, kind: str = PAYLOAD_TYPE, key: str = KEY
) -> dict[str, Any]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    return {
        "payloadType": kind, "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": key.split("+")[1], "sig": base64.b64encode(by.sign(message)).decode()}],
    }  # fmt: skip


def verify(signed: object, key: str = KEY) -> str:
    return verify_exposure_report(json.dumps(signed).encode(), read_key(key)).subject


def test_what_was_signed_is_verified() -> None:
    assert verify(envelope()) == "Fairlabel"
    twice = envelope()
    twice["signatures"].insert(0, {"keyid": "ffffffff", "sig": "AAAA"})  # a witness's, say
    assert verify(twice) == "Fairlabel"


def test_no_bit_of_it_may_differ() -> None:
    signed = envelope()
    for part, where in ((signed, "payload"), (signed["signatures"][0], "sig")):
        whole = part[where]
        plain = base64.b64decode(whole)
        for bit in range(len(plain) * 8):
            other = bytearray(plain)
            other[bit // 8] ^= 1 << bit % 8
            part[where] = base64.b64encode(bytes(other)).decode()
            with pytest.raises(NotVerified):
                verify(signed)
        part[where] = whole
    assert verify(signed) == "Fairlabel"


@pytest.mark.parametrize(
    ("signed", "says"),
    [
        (envelope(by=OTHERS), "not what was signed"),  # under our key's id
        (envelope(by=OTHERS, key=as_line(OTHERS)), "not signed by tenant-1"),
        (envelope() | {"signatures": []}, "by nobody"),
        (envelope() | {"payloadType": "application/json"}, "not what was signed"),
        (envelope(kind="application/vnd.in-toto+json"), "no report of exposure"),
        (envelope() | {"note": "trust me"}, "other parts"),
        ({"payload": "x"}, "needs payloadType"),
        (envelope() | {"payload": "not base64!"}, "base64"),
        (envelope() | {"signatures": [{"keyid": 1, "sig": None}]}, "needs payloadType"),
        ([1], "not a JSON object"),
        (envelope(SAID | {"v": 2}), "newer verifier"),
        (envelope({"v": 1, "asked": "vendor"}), "parts of the report are missing"),
        (envelope(b'{"v": 1, "subject": {"name": "A"}, "subject": {"name": "B"}}'), "stands twice"),
        (envelope(b"\xff"), "not JSON"),
    ],
)
def test_anything_else_is_not_and_says_why(signed: object, says: str) -> None:
    with pytest.raises(NotVerified, match=says):
        verify(signed)


@pytest.mark.parametrize(
    "text", ["", "tenant-1", "a+b", KEY[:-4], KEY.replace("tenant-1", "tenant-2"), f"{KEY}x y", KEY.replace("+A", "+B")]
)
def test_a_key_that_was_miscopied_is_no_key(text: str) -> None:
    with pytest.raises(BadKey):
        read_key(text)


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, key = tmp_path / "report.json", tmp_path / "key.txt"
    report.write_text(json.dumps(envelope(SAID | {"subject": {"id": "f", "name": "Fair\x1b[31mlabel"}})))
    key.write_text(f"{KEY}\n")
    assert main([str(report), "--key", str(key)]) == 0
    told = capsys.readouterr().out
    assert f"Verified: signed by tenant-1 (key {KEY.split('+')[1]})" in told
    assert "3 of 9 items, 2 people" in told
    assert "\x1b" not in told
    assert main([str(report), "--key", KEY, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["customer"]["name"] == "Northwind"
    assert main([str(report), "--key", as_line(OTHERS)]) == 1
    assert "NOT VERIFIED" in capsys.readouterr().err
    assert main([str(tmp_path / "gone.json"), "--key", KEY]) == 2
    assert main([str(report), "--key", "a+b"]) == 2


DRILLED: dict[str, Any] = {
    "v": 1, "id": "d", "customer": {"id": "t", "name": "Northwind"}, "recorded_by": {"id": "o", "name": "Olga"},
    "recorded_at": "2026-11-26T12:00:00Z", "sha256": "00",
    "result": {
        "began_at": "2026-11-26T11:00:00Z", "version": "0.1", "failures": ["2 deliveries after severing One"],
        "severed": [{"lab": "Northwind", "project": "One", "answered_ms": 61, "late": 2}],
        "checks": [{"number": "I1", "state": "holds", "says": "Nobody knows two rivals"}],
    },
}  # fmt: skip


def test_a_drill_is_verified_by_the_same_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "drill.json"
    file.write_text(json.dumps(envelope(DRILLED, kind=DRILL)))
    assert main([str(file), "--key", KEY]) == 0
    said = capsys.readouterr().out
    assert "from One: 61 ms, 2 late" in said
    assert "The walls did not hold." in said
    for unsound in (envelope({**DRILLED, "v": 2}, kind=DRILL), envelope({"v": 1}, kind=DRILL),
                    envelope(DRILLED, kind=DRILL, by=OTHERS), envelope(DRILLED)):  # fmt: skip
        file.write_text(json.dumps(unsound))
        assert main([str(file), "--key", KEY]) == 1
