"""Every export format: one line each."""

from armslength.release.formats.alpaca import Alpaca, AlpacaPreference
from armslength.release.formats.arena import Arena
from armslength.release.formats.brat import Brat
from armslength.release.formats.conll import Conll
from armslength.release.formats.csv import CsvTable
from armslength.release.formats.evaluations import Inspect, Verifiers
from armslength.release.formats.healthbench import HealthBench
from armslength.release.formats.hf_datasets import HfDatasets
from armslength.release.formats.hh_rlhf import HhRlhf
from armslength.release.formats.jsonl import Jsonl
from armslength.release.formats.model import Format
from armslength.release.formats.mqm import Mqm
from armslength.release.formats.openai_dpo import OpenAIDpo
from armslength.release.formats.openai_sft import OpenAISft
from armslength.release.formats.parquet import ParquetTable
from armslength.release.formats.sharegpt import ShareGpt, ShareGptPreference
from armslength.release.formats.soft_labels import SoftLabels
from armslength.release.formats.solved import HumanEval, SweBench
from armslength.release.formats.spacy import Spacy
from armslength.release.formats.steps import Prm800k, TrlStepwise
from armslength.release.formats.trl_language_modeling import TrlLanguageModeling
from armslength.release.formats.trl_preference import TrlPreference
from armslength.release.formats.trl_prompt_completion import TrlPromptCompletion
from armslength.release.formats.trl_unpaired import TrlUnpaired
from armslength.release.formats.webanno import WebAnno
from armslength.release.formats.webdataset import WebDataset

_ALL: list[Format] = [
    Jsonl(),
    CsvTable(),
    ParquetTable(),
    HfDatasets(),
    TrlPreference(),
    TrlPromptCompletion(),
    TrlUnpaired(),
    TrlLanguageModeling(),
    TrlStepwise(),
    Prm800k(),
    HealthBench(),
    Mqm(),
    OpenAISft(),
    OpenAIDpo(),
    ShareGpt(),
    ShareGptPreference(),
    Alpaca(),
    AlpacaPreference(),
    HhRlhf(),
    Arena(),
    Inspect(),
    Verifiers(),
    HumanEval(),
    SweBench(),
    SoftLabels(),
    Conll(),
    Spacy(),
    Brat(),
    WebAnno(),
    WebDataset(),
]
FORMATS: dict[str, Format] = {format.id: format for format in _ALL}
