"""A folder that Hugging Face `datasets` loads, with its card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import yaml

from armslength.release.formats.parquet import ParquetTable
from armslength.release.model import Plan, WrittenFile

UNITS: Final = {
    "majority": "item, with the majority of its answers", "inferred": "item, with its likeliest label", "all": "answer"
}  # fmt: skip


class HfDatasets(ParquetTable):
    """Parquet per split and a README.md whose YAML tells the loader where they are.

    `datasets` keeps what it has loaded under the folder's name and the configuration's, and looks at neither path nor
    bytes: another release in a folder of the same name would be the first one again. So the configuration is called
    after the bytes.
    """

    id = "hf-datasets"
    title = "Hugging Face datasets"
    summary = "A folder for datasets.load_dataset: Parquet files and a dataset card."

    def file_name(self, part: str, split: str | None, shard: int) -> str:
        """`train.parquet`, `test.parquet`."""
        return f"{split or 'train'}.parquet"

    def companions(
        self, files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]
    ) -> Iterable[tuple[str, bytes]]:
        """The card."""
        yield "README.md", _card(files, plan, facts).encode()


def _card(files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]) -> str:
    head = {
        "pretty_name": f"{facts['project']} release",
        "license": plan.recipe.license or "other",
        "annotations_creators": ["expert-generated"],
        "configs": [
            {
                "config_name": f"release-{_named_after(files)}",
                "default": True,
                "data_files": [{"split": file.name.removesuffix(".parquet"), "path": file.name} for file in files],
            }
        ],
    }
    return f"---\n{yaml.safe_dump(head, sort_keys=False, allow_unicode=True)}---\n\n{_body(files, plan, facts)}"


def _named_after(files: Sequence[WrittenFile]) -> str:
    """Twelve digits that other bytes do not have."""
    return sha256(" ".join(sorted(file.sha256 for file in files)).encode()).hexdigest()[:12]


def _migrated(facts: Mapping[str, Any]) -> str:
    """Which answers were given in other words, and how they came into these."""
    if not facts.get("migrated"):
        return ""
    ways = ", ".join(f"{each['from_version']} → {each['to_version']}" for each in facts["migrations"])
    return f" {facts['migrated']} of the answers were given before the questions changed and are read through {ways}."


def _renditions(facts: Mapping[str, Any]) -> str:
    """How many of the answers were given on something else than what is in these rows."""
    others = {form: n for form, n in facts.get("renditions", {}).items() if form != "original"}
    if not others:
        return ""
    told = " and ".join(f"{n} on {form} ones" for form, n in sorted(others.items()))
    return f" Not all people saw the items as they are here: {told}."


METHODS: Final[Mapping[str, str]] = {
    "alike": "what most wrote in nearly the same words", "median": "the median", "parts": "a vote on each part",
    "matched": "a vote on each thing that people marked",
    "duels": "what most put before what",
}  # fmt: skip


def _together(facts: Mapping[str, Any], plan: Plan) -> str:
    """How several answers became one, where that is not what most gave."""
    others = {name: how for name, how in facts.get("methods", {}).items() if how != "most"}
    if plan.recipe.truth == "all" or not others:
        return ""
    told = "; ".join(f"`{name}`: {METHODS[how]}" for name, how in sorted(others.items()))
    return f" The majority of some questions is put together in another way than by what most gave: {told}."


def _inferred(facts: Mapping[str, Any]) -> str:
    """By what model, fitted to how much."""
    fits = facts.get("inferred", {})
    if not fits:
        return ""
    rows = "\n".join(
        f"| `{name}` | {fit['model'] if fit['supported'] else 'everybody counts the same'} | {fit['answers']} |"
        f" {fit['people']} | {fit['pinned']} | {fit['package']} | `{fit['answers_digest'][:12]}` |"
        for name, fit in fits.items()
    )
    return f"""

Labels are inferred from everybody's answers, with the probability that they are right, numbers with an interval:

| question | model | answers | people | pinned | armslength-quality | answers digest |
| --- | --- | --- | --- | --- | --- | --- |
{rows}"""


def _body(files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]) -> str:
    fields = "\n".join(f"| `{field.name}` | {field.kind} | {field.title} |" for field in plan.schema.fields)
    questions = "\n".join(
        f"| `{question.name}` | {question.kind} | {question.title} |" for question in plan.schema.questions
    )
    dropped = "\n".join(f"- {each['count']}: {each['reason']}" for each in facts["dropped"]) or "- nothing"
    rows = "\n".join(f"- `{file.name}`: {file.rows} rows, sha256 `{file.sha256}`" for file in files)
    unit = UNITS[plan.recipe.truth]
    return f"""# {facts["project"]}

{plan.recipe.note or "Labels made by people."}

{facts["items"]} items, {facts["annotations"]} answers by {facts["people"]} people, under guideline versions \
{facts["guideline_versions"]} and label schema versions {facts["schema_versions"]}.{_migrated(facts)}\
{_renditions(facts)} One row per {unit}.{_together(facts, plan)}{_inferred(facts)}

## What was shown

| field | kind | title |
| --- | --- | --- |
{fields}

## What was asked

| question | kind | title |
| --- | --- | --- |
{questions}

## Agreement

{_agreement(facts["agreement"])}

## Left out

{dropped}

## Files

{rows}

The same snapshot and recipe give the same bytes; release digest `{facts["digest"]}`.
"""


def _agreement(found: Mapping[str, Any]) -> str:
    lines = ["| question | items | percent | Krippendorff's alpha |", "| --- | --- | --- | --- |"]
    for each in found["questions"]:
        percent, alpha = _number(each["percent"]), _number(each["alpha"])
        lines.append(f"| `{each['question']}` | {each['items']} | {percent} | {alpha} |")
    return "\n".join(lines)


def _number(estimate: Mapping[str, Any]) -> str:
    if estimate["value"] is None:
        return "–"
    if estimate["low"] is None:
        return f"{estimate['value']:.3f}"
    return f"{estimate['value']:.3f} ({estimate['low']:.3f} to {estimate['high']:.3f})"
