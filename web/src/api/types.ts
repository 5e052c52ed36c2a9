// The wire: what the server answers and expects. Times are RFC 3339 UTC, ids are UUIDs, content and answers are JSON.

export type Id = string;
export type Time = string;
export type Page<T> = { items: T[]; next: string | null };

// identity
export type Side = "customer" | "vendor";
export type Role = "owner" | "manager" | "reviewer" | "annotator";
export type Named = { id: Id; name: string };
export type Organization = Named & { kind: Side };
export type Person = Named & { email: string };
export type Me = {
  person: Person;
  tenant: Named;
  organization: Organization;
  side: Side;
  role: Role;
  permissions: string[];
  tenants: { id: Id; name: string; side: Side; role: Role }[];
};
export type Invitation = {
  id: Id;
  email: string;
  organization: Named;
  role: Role;
  projects: { id: Id; name: string; role: Role }[];
  state: "open" | "accepted" | "revoked" | "expired";
  expires_at: Time;
  created_at: Time;
  /** Only in the answer that creates it: shown once. */
  url?: string | null;
};
export type InvitationPreview = {
  email: string;
  organization: Named;
  tenant: Named;
  role: Role;
  has_account: boolean;
};
export type Member = {
  person: Person;
  organization: Organization;
  side: Side;
  role: Role;
  since: Time;
  projects: number;
};
export type ApiKey = {
  id: Id;
  name: string;
  prefix: string;
  scopes: string[];
  person: Named;
  created_at: Time;
  expires_at: Time | null;
  last_used_at: Time | null;
  revoked_at: Time | null;
  secret?: string | null;
};
export type Permission = { name: string; title: string; roles: string[] };

// vendors
export type Vendor = { id: Id; name: string; people: number; projects: number; created_at: Time };
export type Grant = { vendor: Named; state: "active" | "paused"; epoch: number; people: number; since: Time };

// projects
export type FieldKind = "text" | "chat" | "image" | "code" | "table";
export type Field = {
  name: string;
  kind: FieldKind;
  title?: string | null;
  required?: boolean;
  many?: boolean;
  searchable?: boolean;
  settings?: Record<string, unknown>;
};
export type Target =
  | { level: "item" }
  | { level: "message" | "turn"; field: string; roles?: string[] | null }
  | { level: "response"; field: string };
export type Condition =
  | { question: string; answered?: boolean; equals?: unknown; in?: unknown[]; at_least?: number; at_most?: number }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };
export type QuestionKind = "choice" | "rating" | "ranking" | "pairwise" | "text" | "spans";
export type Question = {
  name: string;
  kind: QuestionKind;
  title: string;
  help?: string | null;
  required?: boolean;
  target?: Target | null;
  show_if?: Condition | null;
  required_if?: Condition | null;
  allow_not_applicable?: boolean;
  allow_cannot_assess?: boolean;
  justification?: "none" | "optional" | "required";
  searchable?: boolean;
  settings?: Record<string, unknown>;
};
export type LabelSchema = { fields: Field[]; questions: Question[] };
export type SchemaProblem = { path: string; message: string };
export type Progress = {
  items: number;
  open: number;
  in_work: number;
  answered: number;
  in_review: number;
  done: number;
  skipped: number;
  annotations: number;
  people: number;
};
export type ProjectState = "draft" | "active" | "paused" | "archived";
export type Project = {
  id: Id;
  slug: string;
  name: string;
  description: string;
  state: ProjectState;
  preset: string | null;
  overlap: number;
  review_share: number;
  lease_seconds: number;
  person_cap: number | null;
  schema_version: number;
  guideline_version: number;
  created_at: Time;
  permissions: string[];
  my_role: Role | null;
  progress?: Progress | null;
};
export type Preset = {
  id: string;
  title: string;
  summary: string;
  schema: LabelSchema;
  guideline: string;
  overlap: number;
  review_share: number;
  sample_items: Record<string, unknown>[];
  columns_hint: Record<string, string[]>;
};
export type KindInfo = {
  kind: string;
  title: string;
  summary: string;
  settings_schema: unknown;
  value_schema: unknown;
  targets: string[];
};
export type SchemaVersion = {
  version: number;
  schema: LabelSchema;
  digest: string;
  created_at: Time;
  note: string | null;
};
export type SchemaRow = {
  version: number;
  digest: string;
  note: string | null;
  created_at: Time;
  created_by: Named | null;
};
export type Guideline = {
  version: number;
  markdown: string;
  created_at: Time;
  note: string | null;
  read_at: Time | null;
};
export type GuidelineRow = { version: number; note: string | null; created_at: Time; created_by: Named | null };
export type ProjectMember = { person: Person; organization: Organization; role: Role; since: Time };

// ingest
export type Batch = {
  id: Id;
  name: string;
  priority: number;
  state: "open" | "paused" | "cancelled";
  items: number;
  open: number;
  done: number;
  created_at: Time;
};
export type ColumnRef = string | string[] | { template: string } | { columns: string[]; sources?: string[] };
export type Mapping = {
  external_id?: string | null;
  fields: Record<string, ColumnRef>;
  metadata?: string[] | null;
};
export type RowProblem = { line: number; external_id?: string | null; field: string; reason: string };
export type JobState = "waiting" | "running" | "paused" | "cancelled" | "done" | "failed";
export type Import = {
  id: Id;
  batch: Named;
  file_name: string;
  format: "jsonl" | "csv" | "parquet" | "json";
  bytes: number;
  state: JobState;
  rows_read: number;
  created: number;
  unchanged: number;
  rejected: number;
  total_rows: number | null;
  mapping: Mapping;
  error: string | null;
  created_at: Time;
  finished_at: Time | null;
  /** Bytes that have arrived. */
  received: number;
  /** False until somebody confirmed the mapping. */
  started: boolean;
  upload?: { offset: number; chunk_bytes: number } | null;
};
export type ImportPreview = {
  columns: string[];
  rows: Record<string, unknown>[];
  mapping: Mapping;
  problems: RowProblem[];
};
export type ItemState = "open" | "in_work" | "in_review" | "done" | "cancelled";
export type ItemRow = {
  id: Id;
  ord: number;
  external_id: string | null;
  batch: Named;
  state: ItemState;
  wanted: number;
  taken: number;
  answers: number;
  flags: number;
  summary: string;
  created_at: Time;
};
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
export type ItemDetail = {
  item: ItemRow;
  content: Content;
  metadata: Record<string, unknown>;
  schema_version: number;
};
export type HistoryEvent = {
  at: Time;
  kind: string;
  person?: Named | null;
  organization?: Named | null;
  text: string;
  annotation_id?: Id | null;
  answers?: Answers | null;
};

// assignment and annotation
export type AnswerState = "answered" | "not_applicable" | "cannot_assess";
export type Answer = { state: AnswerState; value?: unknown; justification?: string };
/** question → target ("item", "m:m1", "t:t0", "r:r1") → answer */
export type Answers = Record<string, Record<string, Answer>>;
export type Display = { seed: string; orders: Record<string, string[]> };
export type Draft = { revision: number; answers: Answers; saved_at: Time };
export type Work = {
  status: "work";
  assignment: {
    id: Id;
    item_id: Id;
    lease_until: Time;
    attempt: number;
    display: Display;
    rework: { comment: string; reviewed_at: Time; answers: Answers } | null;
  };
  content: Content;
  schema_version: number;
  guideline_version: number;
  draft: Draft | null;
};
export type NoWork = { status: "none" | "wait" | "done" | "paused" | "cap" | "read_guideline"; retry_after: number };
export type WorkRow = {
  project: { id: Id; name: string; description: string };
  roles: ("annotate" | "review")[];
  available: boolean;
  submitted: number;
  rework: number;
};
export type BenchBrief = {
  project: { id: Id; name: string; description: string };
  schema_version: number;
  schema: LabelSchema;
  guideline: { version: number; markdown: string; read_at: Time | null };
};
export type SkipReason = "not_my_expertise" | "unclear" | "broken_item" | "too_long" | "harmful" | "other";
export type FlagReason = "broken_item" | "guideline_gap" | "harmful" | "pii" | "other";
export type Submitted = { annotation_id: Id; submitted_at: Time; in_review: boolean };
export type MyAnnotation = {
  assignment_id: Id;
  item_id: Id;
  state: string;
  submitted_at: Time;
  verdict?: string | null;
  comment?: string | null;
  summary: string;
};
export type Flag = {
  id: Id;
  item_id: Id;
  reason: FlagReason;
  comment: string;
  person: Named;
  created_at: Time;
  resolved_at: Time | null;
  resolved_by?: Named | null;
  note?: string | null;
};

// review
export type Verdict = "accept" | "fix" | "reject";
export type Review = {
  status: "work";
  review: {
    id: Id;
    item_id: Id;
    annotation_id: Id;
    lease_until: Time;
    author: { id: Id; alias: string };
    attempt: number;
  };
  content: Content;
  display: { orders: Record<string, string[]> };
  answers: Answers;
  schema_version: number;
  guideline_version: number;
  earlier: { verdict: string; comment: string; at: Time }[];
};
export type ReviewRow = {
  id: Id;
  item_id: Id;
  author: Named;
  reviewer: Named;
  verdict: Verdict;
  comment: string;
  decided_at: Time;
};

// truth
export type Estimate = {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  note?: string | null;
};
export type QuestionAgreement = {
  question: string;
  kind: string;
  measure_scale: "nominal" | "ordinal" | "interval" | "spans";
  items: number;
  people: number;
  answers: number;
  percent: Estimate;
  cohen: Estimate;
  fleiss: Estimate;
  alpha: Estimate;
  distribution: { value: string; count: number }[];
};
export type Agreement = {
  computed_at: Time | null;
  stale: boolean;
  guideline_version: number | null;
  questions: QuestionAgreement[];
};
export type DayCount = { day: string; submitted: number; reviewed: number };
export type PersonProgress = {
  person: Named;
  organization: Named;
  submitted: number;
  skipped: number;
  accepted: number;
  fixed: number;
  rejected: number;
  in_rework: number;
  median_seconds: number | null;
  agreement: Estimate;
  last_at: Time | null;
};
export type ProjectProgress = { progress: Progress; per_day: DayCount[]; people: PersonProgress[] };
export type ItemAnswer = {
  annotation_id: Id;
  person: Named;
  organization: Named;
  submitted_at: Time;
  state: "submitted" | "accepted" | "fixed" | "rejected" | "rework";
  answers: Answers;
  display: Display;
  active_ms: number;
};
export type Majority = Record<string, Record<string, { value: unknown; share: number; tie: boolean }>>;
export type ItemAnswers = { answers: ItemAnswer[]; majority: Majority };

// release
export type Recipe = {
  review: "any" | "accepted";
  truth: "all" | "majority";
  min_answers: number;
  ties: "drop" | "keep";
  include_metadata: boolean;
  batch_ids?: Id[] | null;
  seed: number;
  split?: { train: number; test: number } | null;
  note?: string | null;
  license?: string | null;
  unpaired_at_least?: number | null;
  question?: string | null;
};
export type ReleaseFile = { name: string; sha256: string; bytes: number; rows: number };
export type Dropped = { reason: string; count: number };
export type Manifest = {
  release: string;
  project: string;
  items: number;
  annotations: number;
  people: number;
  schema_versions: number[];
  guideline_versions: number[];
  agreement: unknown;
  dropped: Dropped[];
  seed: number;
  files: ReleaseFile[];
  snapshot: { annotations_digest: string; at: Time };
  recipe: Recipe;
  rebuild: string;
};
export type Export = {
  id: Id;
  format: string;
  state: JobState;
  progress: { done: number; total: number };
  files: ReleaseFile[];
  dropped: Dropped[];
  error: string | null;
  created_at: Time;
};
export type Release = {
  id: Id;
  number: number;
  name: string;
  state: "building" | "ready" | "failed";
  recipe: Recipe;
  manifest: Manifest | null;
  digest: string | null;
  progress: { done: number; total: number };
  error: string | null;
  created_at: Time;
  created_by: Named;
  exports: Export[];
};
export type ReleaseFormat = { id: string; title: string; summary: string; applies: boolean; why_not?: string | null };

// ledger
export type Exposure = {
  at: Time;
  kind: string;
  object: string;
  item_id: Id | null;
  person: Named;
  organization: Named;
  purpose: string;
  views: number;
};
export type LogEntry = { at: Time; actor: Named | string | null; action: string; object: string; detail: unknown };
