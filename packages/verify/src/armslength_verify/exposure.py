"""Reports of exposure: who has seen an item, or what somebody has seen, as a customer signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from armslength_verify.envelope import opened
from armslength_verify.errors import NotVerified
from armslength_verify.key import VerifierKey

PAYLOAD_TYPE: Final = "application/vnd.armslength.exposure-report+json"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ExposureReport:
    """A report that the key signed; `said` is all of it."""

    said: Mapping[str, Any]

    @property
    def asked(self) -> str:
        """What the report is about: item, person, vendor or owner."""
        return str(self.said["asked"])

    @property
    def subject(self) -> str:
        """The name of what it is about."""
        return str(self.said["subject"]["name"])

    def lines(self) -> list[str]:
        """What it says, in sentences for people."""
        said, deliveries = self.said, self.said["deliveries"]
        lines = [
            f"Report {said['id']} of {said['customer']['name']} ({said['customer']['id']}), as of {said['as_of']}",
            f"About the {self.asked} {self.subject} ({said['subject']['id']})",
        ]
        lines += [
            f"  {each['project']['name']}: {each['items']} of {each['of']} items{_models(each)},"
            f" {each['people']} people,"
            f" last {each['last_at']}; {each['leased']} leased and not delivered"
            for each in said["projects"]
        ]
        lines += [
            f"  {each['project']['name']}: told of how much work there is"
            f" ({each['volume'] or 'not said'}) and by when ({each['due'] or 'not said'}), {each['at']}"
            for each in said.get("volumes", [])
        ]
        lines += [
            f"  {each['project']['name']}: told who the customer is, or what is secret, in the {each['part']}"
            f"{_version(each)}, by words of: {', '.join(each['sources'])}; {each['at']}"
            for each in said.get("identities", [])
        ]
        lines += [
            f"  {each['person']['name']} of {each['organization']['name']}:"
            f" {', '.join(each['kinds']).replace('_', ' ')}, {each['views']} times, last {each['last_at']}"
            for each in said["viewers"]
        ]
        lines += [
            f"  {each['owner']['name']} would know it, through {', '.join(firm['name'] for firm in each['vendors'])}"
            for each in said["owners"]
        ]
        return [*lines, f"{deliveries['rows']} deliveries on record; digest of their log leaves {deliveries['leaves']}"]


def _version(told: Mapping[str, Any]) -> str:
    return f" (version {told['version']})" if told["version"] else ""


def _models(project: Mapping[str, Any]) -> str:
    """What of it is models' words; reports from before it was counted do not say."""
    said = (("outputs", "model outputs in them"), ("suggestions", "suggestions of models"))
    return "".join(f", {project[name]} {what}" for name, what in said if project.get(name))


def verify_exposure_report(signed: bytes, key: VerifierKey) -> ExposureReport:
    """The report in a signed file, when the key signed it and it is whole. Raises NotVerified."""
    report = ExposureReport(opened(signed, key, PAYLOAD_TYPE, VERSION, "report of exposure"))
    try:
        report.lines()
    except (KeyError, TypeError):
        raise NotVerified("It is signed, but parts of the report are missing.") from None
    return report
