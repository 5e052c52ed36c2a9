"""Checks what Armslength signed, offline and without Armslength."""

from armslength_verify.drill import DrillRecord, verify_drill
from armslength_verify.envelope import Envelope, read_envelope
from armslength_verify.errors import BadKey, NotVerified
from armslength_verify.exposure import ExposureReport, verify_exposure_report
from armslength_verify.key import VerifierKey, read_key

__all__ = [
    "BadKey",
    "DrillRecord",
    "Envelope",
    "ExposureReport",
    "NotVerified",
    "VerifierKey",
    "read_envelope",
    "read_key",
    "verify_drill",
    "verify_exposure_report",
]
