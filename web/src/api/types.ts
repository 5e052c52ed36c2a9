// The names the app uses for what is on the wire: as the contract says, and more exactly where it leaves things open.
import type * as Wire from "@/api/generated/schemas";

/** `T` with some of its members said more exactly. */
type With<T, More> = Omit<T, keyof More> & More;

export type Id = string;
export type Time = string;
export type Page<T> = { items: T[]; next: string | null };

// identity
export type Side = "customer" | "vendor";
export type Role = "owner" | "manager" | "reviewer" | "annotator";
export type Named = Wire.Named;
export type Organization = Me["organization"];
export type Person = Me["person"];
export type Me = Wire.Me;
export type Shortcuts = Wire.Shortcuts;
export type Invitation = Wire.Invitation;
export type InvitationPreview = Wire.InvitationPreview;
export type Member = Wire.Member;
export type ApiKey = Wire.ApiKey;
export type Permission = Wire.Permission;

// skills
export type Skill = Wire.Skill;
export type SkillHolder = Wire.SkillHolder;
export type MySkill = Wire.MySkill;
export type RequiredSkills = Required<Wire.RequiredSkills>;

// writing
export type WritingPolicy = Wire.WritingPolicy;
export type WritingNotice = Wire.WritingNotice;
export type WritingRecord = With<Wire.WritingRecord, { summary: Required<WritingSummary> }>;
export type WritingSummary = Wire.WritingSummary;
export type MyWriting = With<Wire.MyWriting, { summary: Required<WritingSummary> }>;

// notifications
export type Notification = Wire.Notification;
export type NotificationChoices = Wire.NotificationChoices;

// egress
export type Egress = Wire.Egress;
export type EgressHost = Wire.EgressHost;

// webhooks
export type Webhook = Wire.Webhook;
export type WebhookDelivery = Wire.Delivery;
export type WebhookTopic = Wire.Topic;

// vendors
export type Vendor = Wire.Vendor;
export type Grant = Wire.Grant;
export type VendorGrant = Wire.VendorGrant;
export type Party = Wire.Party;
export type OwnershipEdge = Wire.OwnershipEdge;
export type EdgeType = OwnershipEdge["type"];
export type EdgeState = OwnershipEdge["state"];
export type Ownership = Wire.Ownership;
export type VendorOwnership = Wire.VendorOwnership;
export type Reached = Wire.Reached;
export type PathStep = Wire.PathStep;
export type OwnershipSettings = Wire.OwnershipSettings;
export type Imported = Wire.Imported;
export type Rival = Wire.Rival;
export type BrandWord = Wire.BrandWord;
export type BrandHit = Wire.BrandHit;
export type BrandScan = Wire.BrandScan;
export type BrandAcceptance = Wire.BrandAcceptance;
export type Conflict = Wire.Conflict;
export type Waiver = Wire.Waiver;
export type Supposed = Wire.Supposed;

// walls
export type BlastRadius = Wire.BlastRadius;
export type Shares = Wire.Shares;
export type ItemExposure = Wire.ItemExposure;
export type Viewer = Wire.Viewer;
export type SubjectExposure = Wire.SubjectExposure;
export type ProjectWall = Wire.ProjectWall;
export type HeldBack = Wire.HeldBack;
export type RefusedOn = Wire.RefusedOn;
export type Moved = Wire.Moved;
export type WallRefusal = Wire.Refusal;
export type RecordState = Wire.RecordState;
export type Incident = Wire.Incident;
export type AskReport = Wire.AskReport;
export type SignedReport = Wire.SignedReport;
export type SignedEnvelope = Wire.SignedEnvelope;
export type SeenInProject = Wire.SeenInProject;
export type Trust = Wire.Trust;
export type Renditions = Wire.Renditions;
export type TierStanding = Wire.TierStanding;
export type MakeRenditions = Required<Wire.MakeRenditions>;
export type ItemRenditions = Wire.ItemRenditions;
export type Canary = Wire.Canary;
export type CanaryPolicy = Wire.CanaryPolicy;
export type PlantedCanaries = Wire.PlantedCanaries;
export type Variant = Wire.Variant;
export type VariantOverview = Wire.VariantOverview;
export type VariantExample = Wire.VariantExample;
export type MadeVariants = Wire.MadeVariants;
export type SuppliedVariants = Wire.SuppliedVariants;
export type ItemForms = Wire.ItemForms;
export type FormFindings = Wire.FormFindings;
export type TraceReport = Wire.TraceReport;
export type TraceMatch = Wire.TraceMatch;
export type DrillSummary = Wire.DrillSummary;
export type DrillResult = Wire.DrillResult;
export type DrillMoment = Wire.DrillMoment;
export type DrillCheck = Wire.DrillCheck;
export type DrillSevered = Wire.DrillSevered;
export type RecordedDrill = Wire.RecordedDrill;
export type TrustVendor = Wire.TrustVendor;
export type TrustOwner = Wire.TrustOwner;
export type ProjectRadius = BlastRadius["projects"][number];
export type Severance = Wire.Severance;
export type CutGrant = Severance["cuts"][number];
export type Proof = Wire.Proof;
export type WallSettings = Wire.WallSettings;

// projects
export type FieldKind = "text" | "chat" | "image" | "code" | "table";
export type Field = With<Wire.Field, { kind: FieldKind }>;
export type Target =
  | { level: "item" }
  | { level: "message" | "turn"; field: string; roles?: string[] | null }
  | { level: "response"; field: string };
export type Condition =
  | { question: string; answered?: boolean; equals?: unknown; in?: unknown[]; at_least?: number; at_most?: number }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };
export type QuestionKind = Wire.Question["kind"];
export type Question = With<
  Wire.Question,
  { target?: Target | null; show_if?: Condition | null; required_if?: Condition | null }
>;
export type LabelSchema = { fields: Field[]; questions: Question[] };
export type SchemaProblem = Wire.Problems["problems"][number];
export type Progress = Wire.Progress;
export type Project = Wire.Project;
export type ProjectState = Project["state"];
export type Preset = With<Wire.Preset, { schema: LabelSchema }>;
export type KindInfo = Wire.KindInfo;
export type SchemaVersion = With<Wire.SchemaVersion, { schema: LabelSchema }>;
export type SchemaRow = Wire.SchemaEntry;
export type SchemaPlan = Wire.SchemaPlan;
export type AnswerVersion = With<Wire.AnswerVersion, { answers: Answers }>;
export type AnswerVersions = With<Wire.AnswerVersions, { versions: AnswerVersion[] }>;
export type AnswerRow = With<Wire.AnswerRow, { answers: Answers }>;
export type AnswerCount = Wire.AnswerCount;
export type AnswerRestored = Wire.AnswerRestored;
export type MyVersion = With<Wire.MyVersion, { answers: Answers | null }>;
export type MyVersions = With<Wire.MyVersions, { versions: MyVersion[] }>;
export type SchemaMigration = With<Wire.SchemaMigration, { schema?: LabelSchema }>;
export type Guideline = Wire.GuidelineVersion;
export type GuidelineRow = Wire.GuidelineEntry;
export type ProjectMember = Wire.ProjectMember;

// ingest
export type Batch = Wire.Batch;
export type ColumnRef = string | string[] | { template: string } | Parted;
type Parted = { columns: string[]; part?: Wire.ColumnRule["part"] };
export type Mapping = With<Wire.Mapping, { fields: Record<string, ColumnRef> }>;
export type RowProblem = Wire.Preview["problems"][number];
export type Import = With<Wire.Import, { mapping: Mapping }>;
export type JobState = Import["state"];
export type ImportPreview = With<Wire.Preview, { mapping: Mapping }>;
export type ItemRow = Wire.ItemRow;
export type ItemCount = Wire.ItemCount;
export type ListView = Wire.ListView;
export type BulkAct = Wire.BulkAct;
export type BulkResult = Wire.BulkResult;
export type ItemState = ItemRow["state"];
export type Content = Record<string, unknown>;
export type Message = {
  id: string;
  turn: string;
  role: "system" | "user" | "assistant" | "tool";
  content: string;
  name?: string;
  tool_calls?: { id?: string; name: string; arguments: unknown }[];
  tool_call_id?: string;
};
export type ItemDetail = Wire.OpenItem;
export type HistoryEvent = With<Wire.Happened, { answers?: Answers | null }>;

// assignment and annotation
export type AnswerState = "answered" | "not_applicable" | "cannot_assess";
export type Answer = { state: AnswerState; value?: unknown; justification?: string };
/** question → target ("item", "m:m1", "t:t0", "r:r1") → answer */
export type Answers = Record<string, Record<string, Answer>>;
export type Display = { seed: string; orders: Record<string, string[]> };
export type Draft = With<Wire.DraftOut, { answers: Answers }>;
export type Work = With<
  Wire.Work,
  {
    assignment: With<
      Wire.AssignmentOut,
      { display: Display; rework: With<Wire.ReworkOut, { answers: Answers }> | null }
    >;
    draft: Draft | null;
  }
>;
export type NoWork = Wire.NoWork;
export type WorkRow = Wire.WorkRow;
export type BenchBrief = With<Wire.BriefForWork, { schema: LabelSchema }>;
export type SkipReason = "not_my_expertise" | "unclear" | "broken_item" | "too_long" | "harmful" | "other";
export type FlagReason = Flag["reason"];
export type Submitted = With<Wire.Submitted, { feedback?: Feedback | null; next?: Work | null; idle?: NoWork | null }>;
export type Feedback = With<Wire.Feedback, { answers: Answers }>;
export type MyAnnotation = Wire.MyAnnotation;
export type Flag = Wire.FlagOut;
export type Care = Required<Wire.Care>;
export type MyCare = Wire.MyCare;
export type GoldItem = Wire.GoldItem;
export type GoldUse = GoldItem["use"];
export type GoldKey = With<Wire.GoldKey, { answers: Answers; explanation: string; within: Record<string, number> }>;
export type GoldWithKey = With<Wire.GoldWithKey, { key: GoldKey }>;
export type GoldPolicy = Required<Wire.GoldPolicy>;
export type GoldPerson = Wire.GoldPerson;
export type MyScore = Wire.MyScore;
export type Suggestions = With<Wire.Suggestions, { answers: Answers }>;
export type SuggestionPolicy = With<Required<Wire.SuggestionPolicy>, { source: string | null }>;
export type Reveal = SuggestionPolicy["reveal"];
export type SuggestionSource = Wire.SuggestionSource;
export type AddedSuggestions = Wire.AddedSuggestions;
export type ItemSuggestion = With<Wire.ItemSuggestion, { answers: Answers }>;
export type AnchoringReport = Wire.AnchoringReport;
export type Anchoring = Wire.Anchoring;
export type Routing = Wire.Routing;
export type RoutingPreview = Wire.RoutingPreview;

// review
export type Verdict = "accept" | "fix" | "reject";
export type Appeal = Wire.Appeal;
export type MyRecord = Wire.MyRecord;
export type ReviewPolicy = Required<Wire.ReviewPolicy>;
export type Audit = Wire.Audit;
export type AdjudicationPolicy = Wire.AdjudicationPolicy;
export type AdjudicationRow = Wire.AdjudicationRow;
export type Candidate = With<Wire.Candidate, { answers: Answers }>;
export type Dispute = With<
  Wire.AdjudicationWork,
  { candidates: Candidate[]; display: { orders: Record<string, string[]> } }
>;
export type Review = With<
  Wire.ReviewWork,
  { answers: Answers; before?: Answers | null; display: { orders: Record<string, string[]> } }
>;
export type ReviewRow = Wire.ReviewRow;

// truth
export type Estimate = Wire.Estimate;
export type QuestionAgreement = Wire.QuestionAgreement;
export type Agreement = Wire.Agreement;
export type Findings = Wire.Findings;
export type QuestionFit = Wire.QuestionFit;
export type Truth = Wire.Truth;
export type Scorecard = Wire.Scorecard;
export type Concern = With<Wire.Concern, { evidence: Record<string, number> }>;
export type Disagreement = With<
  Wire.Disagreement,
  { voices: (Omit<Wire.Voice, "answers"> & { answers: Answers[string] })[]; decision: Answers[string] | null }
>;
export type DisagreementSummary = Wire.DisagreementSummary;
export type ConcernPerson = Wire.ConcernPerson;
export type Detection = Wire.Detection;
export type MyConcern = Wire.MyConcern;
export type FirmConcern = Wire.FirmConcern;
export type FirmScore = Wire.FirmScore;
export type AnswerPrice = Wire.AnswerPrice;
export type PersonRecord = Wire.PersonRecord;
export type FirmRecord = Wire.FirmRecord;
export type WorkDone = Wire.WorkDone;
export type Week = Wire.Week;
export type GuidelineMark = Wire.GuidelineMark;
export type DayCount = Wire.Day;
export type PersonProgress = Wire.PersonProgress;
export type ProjectProgress = Wire.ProjectProgress;
export type ItemAnswer = With<Wire.ItemAnswer, { answers: Answers; display: Display }>;
export type Decision = With<Wire.Decision, { answers: Answers }>;
export type ItemAnswers = With<Wire.ItemAnswers, { answers: ItemAnswer[]; decision: Decision | null }>;

// release
export type Recipe = With<
  Required<Wire.Recipe>,
  Omit<Wire.Recipe, "review" | "truth" | "min_answers" | "ties" | "include_metadata" | "seed" | "rating_gap">
>;
export type Dropped = Wire.Counted;
export type Manifest = With<Wire.Manifest, { recipe: Recipe }>;
export type Export = Wire.Export;
export type Release = With<Wire.Release, { recipe: Recipe; manifest: Manifest | null }>;
export type ReleaseFormat = Wire.FormatInfo;

// ledger
export type Exposure = Wire.Exposure;
export type LogEntry = Wire.LogEntry;
