"""How far people agree, and what they said together.

    from armslength_quality import Answers, krippendorff_alpha, majority

Functions for measures, frozen results, a generator passed in for everything random; inputs are never changed.
"""

from importlib import import_module
from typing import Any

_NAMES = {
    "agreement.boxes": ("Box", "BoxAnswers"),
    "agreement.choice": ("agreement_on",),
    "agreement.cohen": ("cohen_kappa", "mean_pairwise_cohen"),
    "agreement.confusion": ("ConfusedLabels", "coincidences", "confused_labels"),
    "agreement.differences": ("iou_difference", "jaccard", "masi"),
    "agreement.fleiss": ("fleiss_kappa",),
    "agreement.following": ("hota", "identity_f1", "identity_switches"),
    "agreement.gamma": ("gamma",),
    "agreement.groups": ("agreement_between_groups", "mean_over_items", "share_of", "shares_over_items"),
    "agreement.gwet": ("gwet_ac", "pabak"),
    "agreement.icc": ("icc",),
    "agreement.krippendorff": ("Scale", "krippendorff_alpha"),
    "agreement.overlap": ("iou_table", "matched_iou", "overlap_f1", "panoptic_quality", "turned_apart"),
    "agreement.percent": ("agreement_by_item", "agreement_with_others", "percent_agreement"),
    "agreement.rank": ("kendall_tau_b", "kendall_w"),
    "agreement.spans": ("SpanAnswers", "span_alpha", "span_f1", "span_f1_by_item", "span_f1_with_others"),
    "agreement.tracks": ("Track", "Tracks"),
    "agreement.unitizing": ("unitizing_alpha",),
    "answers": ("Answers",),
    "cluster": ("ClusterFacts", "RayCluster"),
    "consensus.majority": ("Consensus", "Majority", "majority", "majority_of_others"),
    "detection.flags": ("Flag", "Sign"),
    "detection.items": ("ambiguous", "wrong_gold"),
    "detection.pairs": ("copied_texts", "same_mistakes"),
    "detection.writing": ("repeated_texts", "taken_share", "text_pieces"),
    "detection.people": (
        "drifting",
        "gold_known",
        "long_runs",
        "marked_often",
        "one_sided",
        "say_nothing",
        "too_fast",
    ),
    "detection.questions": ("confusing_labels", "regressions"),
    "detection.sets": ("as_labels", "beside_others", "exchanged"),
    "errors": ("BadAnswers", "BadParameter", "BadTable", "ClusterTrouble", "NotWanted", "QualityError"),
    "files": (
        "Columns",
        "FeatureColumns",
        "PairColumns",
        "read_answers",
        "read_beside",
        "read_comparisons",
        "read_features",
        "read_gold",
        "read_label_sets",
        "read_texts",
    ),
    "judges.beliefs": (
        "BeliefReport",
        "BesideAgreement",
        "beside_agreement",
        "compare_with_beliefs",
        "rank_correlation",
        "score_and_agreement",
    ),
    "judges.comparison": ("JudgeReport", "Leaning", "compare_judge", "leanings", "side_bias"),
    "judges.correction": ("Means", "bands", "corrected_mean", "means", "stratified_sample"),
    "judges.pairs": ("Pull", "family_side", "left_side", "longer_side", "pull"),
    "judges.replacement": ("Replacement", "alternative_annotator"),
    "overlap.gold": ("gold_share",),
    "overlap.reach": ("believed_offset", "expected_right"),
    "overlap.replay": ("Replay", "replay"),
    "overlap.spending": ("spend",),
    "overlap.stopping": ("Enough", "worth_of_more"),
    "result": ("Estimate",),
    "stop": ("until",),
    "truth.boxes": ("BoxClusters", "BoxTruth", "Boxes"),
    "truth.bradley_terry": ("BradleyTerry",),
    "truth.calibration": ("Calibrated", "calibration"),
    "truth.categorical": ("Belief", "CategoricalTruth"),
    "truth.comparisons": ("Comparisons",),
    "truth.dawid_skene": ("DawidSkene",),
    "truth.glad": ("Glad",),
    "truth.label_sets": ("EachLabel", "LabelSets", "SetTruth"),
    "truth.levels": ("Levels", "number_of"),
    "truth.linkage": ("joined",),
    "truth.mace": ("Mace",),
    "truth.majority": ("MajorityVote",),
    "truth.masks": ("MaskPixels", "MaskTruth", "Masks", "polygon_mask"),
    "truth.numeric": ("Average", "NumericTruth"),
    "truth.one_coin": ("OneCoin",),
    "truth.orders": ("OrderBelief", "most_ordered", "order_of"),
    "truth.ordinal": ("Ordinal",),
    "truth.plackett_luce": ("PlackettLuce",),
    "truth.positions": ("SpanPositions",),
    "truth.priors": ("Diagonal", "Graded", "Pooled", "Prior"),
    "truth.random_effects": ("RandomEffects",),
    "truth.rankings": ("Rankings",),
    "truth.right_by": ("right_by",),
    "truth.rover": ("Rover",),
    "truth.scores": ("ScoresTruth",),
    "truth.shape": ("Caution", "Convergence", "Fit", "Provenance", "Skill", "Trouble"),
    "truth.spans": ("SpanTruth", "SpanVote", "Spans"),
    "truth.steps": ("IN_PROCESS", "Executor"),
    "truth.tables": ("WorkerTables", "ablest", "learnt", "posterior_of"),
    "truth.texts": ("Medoid", "TextTruth", "Texts"),
    "truth.tracks": ("FoundTrack", "Following", "TrackClusters", "TrackTruth"),
    "truth.weighted_vote": ("WeightedVote",),
    "truth.words": ("text_likeness",),
}
"""module -> what of it can be had from here. A name is loaded when it is first used, so that importing costs next to
nothing; the types are in `__init__.pyi`, and a test holds the two together."""
_HOMES = {name: module for module, names in _NAMES.items() for name in names}
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
