from armslength_quality.agreement.boxes import Box, BoxAnswers
from armslength_quality.agreement.choice import agreement_on
from armslength_quality.agreement.cohen import cohen_kappa, mean_pairwise_cohen
from armslength_quality.agreement.confusion import ConfusedLabels, coincidences, confused_labels
from armslength_quality.agreement.differences import iou_difference, jaccard, masi
from armslength_quality.agreement.fleiss import fleiss_kappa
from armslength_quality.agreement.following import hota, identity_f1, identity_switches
from armslength_quality.agreement.gamma import gamma
from armslength_quality.agreement.groups import (
    agreement_between_groups,
    mean_over_items,
    share_of,
    shares_over_items,
)
from armslength_quality.agreement.gwet import gwet_ac, pabak
from armslength_quality.agreement.icc import icc
from armslength_quality.agreement.krippendorff import Scale, krippendorff_alpha
from armslength_quality.agreement.overlap import iou_table, matched_iou, overlap_f1, panoptic_quality, turned_apart
from armslength_quality.agreement.percent import agreement_by_item, agreement_with_others, percent_agreement
from armslength_quality.agreement.rank import kendall_tau_b, kendall_w
from armslength_quality.agreement.spans import SpanAnswers, span_alpha, span_f1, span_f1_by_item, span_f1_with_others
from armslength_quality.agreement.tracks import Track, Tracks
from armslength_quality.agreement.unitizing import unitizing_alpha
from armslength_quality.answers import Answers
from armslength_quality.cluster import ClusterFacts, RayCluster
from armslength_quality.consensus.majority import Consensus, Majority, majority, majority_of_others
from armslength_quality.detection.flags import Flag, Sign
from armslength_quality.detection.items import ambiguous, wrong_gold
from armslength_quality.detection.pairs import copied_texts, same_mistakes
from armslength_quality.detection.people import (
    drifting,
    gold_known,
    long_runs,
    marked_often,
    one_sided,
    say_nothing,
    too_fast,
)
from armslength_quality.detection.questions import confusing_labels, regressions
from armslength_quality.detection.sets import as_labels, beside_others, exchanged
from armslength_quality.detection.writing import repeated_texts, taken_share, text_pieces
from armslength_quality.errors import BadAnswers, BadParameter, BadTable, ClusterTrouble, NotWanted, QualityError
from armslength_quality.files import (
    Columns,
    FeatureColumns,
    PairColumns,
    read_answers,
    read_beside,
    read_comparisons,
    read_features,
    read_gold,
    read_label_sets,
    read_texts,
)
from armslength_quality.judges.beliefs import (
    BeliefReport,
    BesideAgreement,
    beside_agreement,
    compare_with_beliefs,
    rank_correlation,
    score_and_agreement,
)
from armslength_quality.judges.comparison import JudgeReport, Leaning, compare_judge, leanings, side_bias
from armslength_quality.judges.correction import Means, bands, corrected_mean, means, stratified_sample
from armslength_quality.judges.pairs import Pull, family_side, left_side, longer_side, pull
from armslength_quality.judges.replacement import Replacement, alternative_annotator
from armslength_quality.overlap.gold import gold_share
from armslength_quality.overlap.reach import believed_offset, expected_right
from armslength_quality.overlap.replay import Replay, replay
from armslength_quality.overlap.spending import spend
from armslength_quality.overlap.stopping import Enough, worth_of_more
from armslength_quality.result import Estimate
from armslength_quality.stop import until
from armslength_quality.truth.boxes import BoxClusters, Boxes, BoxTruth
from armslength_quality.truth.bradley_terry import BradleyTerry
from armslength_quality.truth.calibration import Calibrated, calibration
from armslength_quality.truth.categorical import Belief, CategoricalTruth
from armslength_quality.truth.comparisons import Comparisons
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.glad import Glad
from armslength_quality.truth.label_sets import EachLabel, LabelSets, SetTruth
from armslength_quality.truth.levels import Levels, number_of
from armslength_quality.truth.linkage import joined
from armslength_quality.truth.mace import Mace
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.masks import MaskPixels, Masks, MaskTruth, polygon_mask
from armslength_quality.truth.numeric import Average, NumericTruth
from armslength_quality.truth.one_coin import OneCoin
from armslength_quality.truth.orders import OrderBelief, most_ordered, order_of
from armslength_quality.truth.ordinal import Ordinal
from armslength_quality.truth.plackett_luce import PlackettLuce
from armslength_quality.truth.positions import SpanPositions
from armslength_quality.truth.priors import Diagonal, Graded, Pooled, Prior
from armslength_quality.truth.random_effects import RandomEffects
from armslength_quality.truth.rankings import Rankings
from armslength_quality.truth.right_by import right_by
from armslength_quality.truth.rover import Rover
from armslength_quality.truth.scores import ScoresTruth
from armslength_quality.truth.shape import Caution, Convergence, Fit, Provenance, Skill, Trouble
from armslength_quality.truth.spans import Spans, SpanTruth, SpanVote
from armslength_quality.truth.steps import IN_PROCESS, Executor
from armslength_quality.truth.tables import WorkerTables, ablest, learnt, posterior_of
from armslength_quality.truth.texts import Medoid, Texts, TextTruth
from armslength_quality.truth.tracks import Following, FoundTrack, TrackClusters, TrackTruth
from armslength_quality.truth.weighted_vote import WeightedVote
from armslength_quality.truth.words import text_likeness

__all__ = [
    "IN_PROCESS",
    "Answers",
    "Average",
    "BadAnswers",
    "BadParameter",
    "BadTable",
    "Belief",
    "BeliefReport",
    "BesideAgreement",
    "Box",
    "BoxAnswers",
    "BoxClusters",
    "BoxTruth",
    "Boxes",
    "BradleyTerry",
    "Calibrated",
    "CategoricalTruth",
    "Caution",
    "ClusterFacts",
    "ClusterTrouble",
    "Columns",
    "Comparisons",
    "ConfusedLabels",
    "Consensus",
    "Convergence",
    "DawidSkene",
    "Diagonal",
    "EachLabel",
    "Enough",
    "Estimate",
    "Executor",
    "FeatureColumns",
    "Fit",
    "Flag",
    "Following",
    "FoundTrack",
    "Glad",
    "Graded",
    "JudgeReport",
    "LabelSets",
    "Leaning",
    "Levels",
    "Mace",
    "Majority",
    "MajorityVote",
    "MaskPixels",
    "MaskTruth",
    "Masks",
    "Means",
    "Medoid",
    "NotWanted",
    "NumericTruth",
    "OneCoin",
    "OrderBelief",
    "Ordinal",
    "PairColumns",
    "PlackettLuce",
    "Pooled",
    "Prior",
    "Provenance",
    "Pull",
    "QualityError",
    "RandomEffects",
    "Rankings",
    "RayCluster",
    "Replacement",
    "Replay",
    "Rover",
    "Scale",
    "ScoresTruth",
    "SetTruth",
    "Sign",
    "Skill",
    "SpanAnswers",
    "SpanPositions",
    "SpanTruth",
    "SpanVote",
    "Spans",
    "TextTruth",
    "Texts",
    "Track",
    "TrackClusters",
    "TrackTruth",
    "Tracks",
    "Trouble",
    "WeightedVote",
    "WorkerTables",
    "ablest",
    "agreement_between_groups",
    "agreement_by_item",
    "agreement_on",
    "agreement_with_others",
    "alternative_annotator",
    "ambiguous",
    "as_labels",
    "bands",
    "believed_offset",
    "beside_agreement",
    "beside_others",
    "calibration",
    "cohen_kappa",
    "coincidences",
    "compare_judge",
    "compare_with_beliefs",
    "confused_labels",
    "confusing_labels",
    "copied_texts",
    "corrected_mean",
    "drifting",
    "exchanged",
    "expected_right",
    "family_side",
    "fleiss_kappa",
    "gamma",
    "gold_known",
    "gold_share",
    "gwet_ac",
    "hota",
    "icc",
    "identity_f1",
    "identity_switches",
    "iou_difference",
    "iou_table",
    "jaccard",
    "joined",
    "kendall_tau_b",
    "kendall_w",
    "krippendorff_alpha",
    "leanings",
    "learnt",
    "left_side",
    "long_runs",
    "longer_side",
    "majority",
    "majority_of_others",
    "marked_often",
    "masi",
    "matched_iou",
    "mean_over_items",
    "mean_pairwise_cohen",
    "means",
    "most_ordered",
    "number_of",
    "one_sided",
    "order_of",
    "overlap_f1",
    "pabak",
    "panoptic_quality",
    "percent_agreement",
    "polygon_mask",
    "posterior_of",
    "pull",
    "rank_correlation",
    "read_answers",
    "read_beside",
    "read_comparisons",
    "read_features",
    "read_gold",
    "read_label_sets",
    "read_texts",
    "regressions",
    "repeated_texts",
    "replay",
    "right_by",
    "same_mistakes",
    "say_nothing",
    "score_and_agreement",
    "share_of",
    "shares_over_items",
    "side_bias",
    "span_alpha",
    "span_f1",
    "span_f1_by_item",
    "span_f1_with_others",
    "spend",
    "stratified_sample",
    "taken_share",
    "text_likeness",
    "text_pieces",
    "too_fast",
    "turned_apart",
    "unitizing_alpha",
    "until",
    "worth_of_more",
    "wrong_gold",
]
