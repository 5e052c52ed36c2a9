"""`armslength-verify report.json --key KEY`: whether a report or a drill is what its customer signed. Needs no network.

Ends with 0 when it is, with 1 when it is not, with 2 when it could not be looked at; the sentence says why.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from armslength_verify import drill as drills
from armslength_verify.envelope import read_envelope
from armslength_verify.errors import BadKey, NotVerified
from armslength_verify.exposure import verify_exposure_report
from armslength_verify.key import read_key


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify one file; the exit code."""
    parser = argparse.ArgumentParser(
        prog="armslength-verify", description="Check a signed report of exposure, or a signed drill, offline."
    )
    parser.add_argument("report", type=Path, help="the signed file (JSON)")
    parser.add_argument("--key", required=True, help="the customer's verifier key, or a file that holds it")
    parser.add_argument("--json", action="store_true", help="print what was signed, and nothing else")
    options = parser.parse_args(arguments)
    try:
        key = read_key(_text(options.key))
        signed = options.report.read_bytes()
    except (BadKey, OSError) as problem:
        sys.stderr.write(f"Not looked at: {problem}\n")
        return 2
    try:
        drill = read_envelope(signed).payload_type == drills.PAYLOAD_TYPE
        report = drills.verify_drill(signed, key) if drill else verify_exposure_report(signed, key)
    except NotVerified as problem:
        sys.stderr.write(f"NOT VERIFIED. {problem}\n")
        return 1
    if options.json:
        sys.stdout.write(json.dumps(report.said, indent=2) + "\n")
        return 0
    for line in (f"Verified: signed by {key.name} (key {key.id}).", *report.lines()):
        sys.stdout.write(_printable(line) + "\n")
    return 0


def _printable(line: str) -> str:
    """Without what would steer a terminal: names in a report are other people's."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)


def _text(given: str) -> str:
    """The key itself, or what stands in the file of this name."""
    return given if "+" in given else Path(given).read_text("utf-8")
