// Generated from contracts/openapi.json by `npm run types`; not edited.

export type AcceptInvitation = { token: string; password: string; name?: string | null; };

export type Added = { created: number; unchanged: number; problems: Array<IngestModelProblem>; };

export type AddItems = { rows: Array<unknown>; mapping?: Mapping | null; };

export type Agreement = { computed_at: string | null; stale: boolean; guideline_version: number | null; questions: Array<QuestionAgreement>; };

export type ApiKey = { id: string; name: string; prefix: string; scopes: Array<string>; person: IdentitySchemasNamed; created_at: string; expires_at: string | null; last_used_at: string | null; revoked_at: string | null; secret?: string; };

export type Applied = { project: Project | null; changes: Array<Change>; };

export type ApplyBrief = { brief: Brief; dry_run?: boolean; };

export type AssignmentSchemasLease = { lease_until: string; };

export type AssignmentSchemasNamed = { id: string; name: string; };

export type AssignmentOut = { id: string; item_id: string; lease_until: string; attempt: number; display: Display; rework: ReworkOut | null; };

export type Author = { id: string; alias: string; };

export type Bar = { value: string; count: number; };

export type Batch = { id: string; name: string; priority: number; state: "open" | "paused" | "cancelled"; items: number; open: number; done: number; created_at: string; };

export type BatchRef = { id: string; name: string; };

export type Brief = { /** Small letters, digits and hyphens; at most 80. */ slug: string; name: string; description?: string; preset?: string | null; schema?: Record<string, unknown> | null; guideline?: string | null; overlap?: number; review_share?: number; lease_seconds?: number; person_cap?: number | null; members?: Array<BriefMember>; };

export type BriefForWork = { project: BriefProject; schema_version: number; schema: LabelSchema; guideline: BriefGuideline; };

export type BriefGuideline = { version: number; markdown: string; read_at: string | null; };

export type BriefMember = { email: string; role: "manager" | "reviewer" | "annotator"; };

export type BriefProject = { id: string; name: string; description: string; };

export type Change = { what: string; from: unknown; to: unknown; };

export type ChangePassword = { current: string; new: string; };

export type CheckSample = { schema: unknown; content: unknown; answers?: unknown; };

export type CheckSchema = { schema: unknown; };

export type ColumnRule = { template?: string | null; columns?: Array<string> | null; sources?: Array<string> | null; };

export type Condition = { question?: string | null; answered?: boolean; equals?: unknown; in?: Array<unknown>; at_least?: number; at_most?: number; all?: Array<Condition> | null; any?: Array<Condition> | null; not?: Condition | null; };

export type Consensus = { value: unknown; share: number; margin: number; tie: boolean; n: number; leaders?: Array<unknown> | null; };

export type Counted = { reason: string; count: number; };

export type CreateApiKey = { name: string; scopes?: Array<string> | null; expires_in_days?: number | null; };

export type CreateBatch = { name: string; priority?: number; };

export type CreateExport = { format: string; };

export type CreateImport = { batch: string; file_name: string; bytes: number; priority?: number; sha256?: string | null; format?: "jsonl" | "json" | "csv" | "parquet" | null; mapping?: Mapping | null; };

export type CreateInvitation = { email: string; role: "owner" | "manager" | "reviewer" | "annotator"; organization_id?: string | null; projects?: Array<ProjectSeat>; };

export type CreateRelease = { name: string; recipe?: Recipe | null; };

export type CreateVendor = { name: string; };

export type Day = { day: string; submitted: number; reviewed: number; };

export type Decide = { key: string; verdict: "accept" | "fix" | "reject"; comment?: string; answers?: Record<string, Record<string, unknown>> | null; after_reject?: "rework" | "someone_else"; };

export type Decided = { review_id: string; verdict: "accept" | "fix" | "reject"; };

export type Display = { seed: string; orders: Record<string, Array<string>>; place?: number; };

export type Done = { done: number; total: number; };

export type DraftOut = { revision: number; answers: Record<string, unknown>; saved_at: string; };

export type DraftRequest = { revision: number; answers: Record<string, unknown>; };

export type DraftSaved = { revision: number; saved_at: string; };

export type Earlier = { verdict: "accept" | "fix" | "reject"; comment: string; at: string; };

export type Estimate = { value: number | null; low: number | null; high: number | null; n: number; note?: string | null; };

export type Export = { id: string; format: string; state: "waiting" | "running" | "paused" | "cancelled" | "done" | "failed"; progress: Done; files: Array<FileInfo>; dropped: Array<Counted>; error: string | null; created_at: string; };

export type Exposure = { at: string; last_at: string; kind: "item" | "media" | "guideline" | "schema" | "answers"; object: string; item_id: string | null; person: WallsSchemasNamed; organization: WallsSchemasNamed; purpose: "annotate" | "review" | "browse" | "export" | "configure"; views: number; };

export type Field = { /** A letter, then letters, digits or underscores; at most 64. */ name: string; kind: string; title?: string | null; required?: boolean; many?: boolean; searchable?: boolean; settings?: Record<string, unknown>; };

export type FieldsModelProblem = { path: string; message: string; };

export type FileInfo = { name: string; bytes: number; sha256: string; rows: number; };

export type FlagOut = { id: string; item_id: string; reason: "broken_item" | "guideline_gap" | "harmful" | "pii" | "other"; comment: string; person: AssignmentSchemasNamed; created_at: string; resolved_at: string | null; resolved_by: AssignmentSchemasNamed | null; note: string | null; };

export type FlagRequest = { reason: "broken_item" | "guideline_gap" | "harmful" | "pii" | "other"; comment?: string; };

export type FormatInfo = { id: string; title: string; summary: string; applies: boolean; why_not?: string | null; };

export type Formats = { items: Array<FormatInfo>; };

export type Grant = { vendor: VendorsSchemasNamed; state: "active" | "paused"; epoch: number; people: number; since: string; };

export type Grants = { items: Array<Grant>; };

export type GuidelineEntry = { version: number; note: string; created_at: string; created_by: ProjectsSchemasNamed; readers: number; };

export type Guidelines = { items: Array<GuidelineEntry>; };

export type GuidelineVersion = { version: number; markdown: string; created_at: string; note: string; read_at: string | null; };

export type Happened = { at: string; kind: string; text: string; person?: ReviewSchemasNamed | null; organization?: ReviewSchemasNamed | null; annotation_id?: string | null; answers?: Record<string, unknown> | null; };

export type Health = { status: string; version: string; };

export type History = { events: Array<Happened>; };

export type IdentitySchemasNamed = { id: string; name: string; };

export type IdentitySchemasOrganization = { id: string; name: string; kind: "customer" | "vendor"; };

export type IdentitySchemasPerson = { id: string; name: string; email: string; };

export type Import = { id: string; batch: BatchRef; file_name: string; format: "jsonl" | "json" | "csv" | "parquet"; bytes: number; state: "waiting" | "running" | "paused" | "cancelled" | "done" | "failed"; rows_read: number; created: number; unchanged: number; rejected: number; total_rows: number | null; mapping: Mapping; error: string | null; created_at: string; finished_at: string | null; upload: Upload | null; };

export type IngestModelProblem = { line: number; external_id: string | null; field: string; reason: string; };

export type Invitation = { id: string; email: string; organization: IdentitySchemasNamed; role: "owner" | "manager" | "reviewer" | "annotator"; projects: Array<InvitationProject>; state: "open" | "accepted" | "revoked" | "expired"; created_at: string; expires_at: string; url?: string; };

export type InvitationPreview = { email: string; organization: IdentitySchemasNamed; tenant: IdentitySchemasNamed; role: "owner" | "manager" | "reviewer" | "annotator"; has_account: boolean; };

export type InvitationProject = { id: string; name: string; role: "owner" | "manager" | "reviewer" | "annotator"; };

export type InvitationToken = { token: string; };

export type ItemAnswer = { annotation_id: string; person: TruthSchemasNamed; organization: TruthSchemasNamed; submitted_at: string; state: "submitted" | "accepted" | "fixed" | "rejected" | "rework"; answers: Record<string, Record<string, unknown>>; display: Record<string, unknown>; active_ms: number; };

export type ItemAnswers = { answers: Array<ItemAnswer>; majority: Record<string, Record<string, Consensus>>; };

export type ItemRow = { id: string; ord: number; external_id: string | null; batch: BatchRef; state: "open" | "in_work" | "in_review" | "done" | "cancelled"; wanted: number; taken: number; answers: number; flags: number; summary: string; created_at: string; };

export type KindInfo = { kind: string; title: string; summary: string; settings_schema: Record<string, unknown>; value_schema: Record<string, unknown>; targets: Array<string>; };

export type Kinds = { fields: Array<KindInfo>; questions: Array<KindInfo>; };

export type LabelSchema = { fields: Array<Field>; questions: Array<Question>; };

export type LedgerSchemasNamed = { id: string; name: string; };

export type LogEntry = { at: string; actor: LedgerSchemasNamed | null; action: string; object: string; detail: Record<string, unknown>; };

export type Manifest = { release: string; project: string; items: number; annotations: number; people: number; schema_versions: Array<number>; guideline_versions: Array<number>; agreement: Record<string, unknown>; dropped: Array<Counted>; seed: number; files: Array<FileInfo>; digest: string; snapshot: Snapshot; recipe: Recipe; rebuild: string; };

export type Mapping = { fields: Record<string, string | Array<string> | ColumnRule>; external_id?: string | null; metadata?: Array<string>; };

export type Me = { person: IdentitySchemasPerson; tenant: IdentitySchemasNamed; organization: IdentitySchemasOrganization; side: "customer" | "vendor"; role: "owner" | "manager" | "reviewer" | "annotator"; permissions: Array<string>; tenants: Array<TenantSeat>; };

export type Media = { media: string; bytes: number; content_type: string; width: number | null; height: number | null; };

export type Member = { person: IdentitySchemasPerson; organization: IdentitySchemasOrganization; side: "customer" | "vendor"; role: "owner" | "manager" | "reviewer" | "annotator"; since: string; projects: number; };

export type MyAnnotation = { assignment_id: string; item_id: string; state: "leased" | "rework" | "submitted" | "skipped" | "expired" | "returned" | "released"; submitted_at: string; verdict: "unreviewed" | "in_review" | "accepted" | "fixed" | "rejected" | null; comment: string | null; summary: string; };

export type MyAnnotationDetail = { work: Work; answers: Record<string, unknown>; };

export type NewProject = { name: string; /** Small letters, digits and hyphens; at most 80. */ slug?: string | null; description?: string; preset?: string | null; schema?: Record<string, unknown> | null; guideline?: string | null; overlap?: number | null; review_share?: number | null; lease_seconds?: number | null; person_cap?: number | null; };

export type NextRequest = { have?: Array<string>; };

export type NextReview = { have?: Array<string>; };

export type NoWork = { status: "none" | "wait" | "done" | "paused" | "cap" | "read_guideline"; retry_after: number; };

export type Offset = { offset: number; };

export type OpenItem = { item: ItemRow; content: Record<string, unknown>; metadata: Record<string, unknown>; schema_version: number; };

export type Orders = { orders: Record<string, Array<string>>; };

export type Permission = { name: string; title: string; roles: Array<string>; };

export type Permissions = { permissions: Array<Permission>; };

export type PersonProgress = { person: TruthSchemasNamed; organization: TruthSchemasNamed; submitted: number; skipped: number; accepted: number; fixed: number; rejected: number; in_rework: number; median_seconds: number | null; agreement: Estimate; last_at: string | null; };

export type Preset = { id: string; title: string; summary: string; schema: LabelSchema; guideline: string; overlap: number; review_share: number; sample_items: Array<Record<string, unknown>>; columns_hint: Record<string, Array<string>>; };

export type Presets = { items: Array<Preset>; };

export type Preview = { columns: Array<string>; rows: Array<Record<string, unknown>>; mapping: Mapping; problems: Array<IngestModelProblem>; };

export type Problems = { problems: Array<FieldsModelProblem>; };

export type Progress = { items: number; open: number; in_work: number; answered: number; in_review: number; done: number; skipped: number; annotations: number; people: number; };

export type Project = { id: string; slug: string; name: string; description: string; state: "draft" | "active" | "paused" | "archived"; preset: string | null; overlap: number; review_share: number; lease_seconds: number; person_cap: number | null; schema_version: number; guideline_version: number; created_at: string; permissions: Array<string>; my_role: "owner" | "manager" | "reviewer" | "annotator" | null; progress?: Progress; };

export type ProjectChanges = { name?: string; description?: string; overlap?: number; review_share?: number; lease_seconds?: number; person_cap?: number | null; };

export type ProjectMember = { person: ProjectsSchemasPerson; organization: ProjectsSchemasOrganization; role: "manager" | "reviewer" | "annotator"; since: string; };

export type ProjectMembers = { items: Array<ProjectMember>; };

export type ProjectProgress = { progress: Progress; per_day: Array<Day>; people: Array<PersonProgress>; };

export type ProjectRef = { id: string; name: string; description: string; };

export type ProjectsSchemasNamed = { id: string; name: string; };

export type ProjectsSchemasOrganization = { id: string; name: string; kind: "customer" | "vendor"; };

export type ProjectsSchemasPerson = { id: string; name: string; email: string; };

export type ProjectSeat = { id: string; role: "manager" | "reviewer" | "annotator"; };

export type PutGuideline = { markdown: string; note?: string | null; };

export type PutMember = { role: "manager" | "reviewer" | "annotator"; };

export type PutSchema = { schema: Record<string, unknown>; note?: string | null; };

export type Question = { /** A letter, then letters, digits or underscores; at most 64. */ name: string; kind: string; title: string; help?: string | null; required?: boolean; target?: Target; show_if?: Condition | null; required_if?: Condition | null; allow_not_applicable?: boolean; allow_cannot_assess?: boolean; justification?: "none" | "optional" | "required"; searchable?: boolean; settings?: Record<string, unknown>; };

export type QuestionAgreement = { question: string; kind: string; measure_scale: "nominal" | "ordinal" | "interval" | "spans"; items: number; people: number; answers: number; percent: Estimate; cohen: Estimate; fleiss: Estimate; alpha: Estimate; distribution: Array<Bar>; };

export type ReadGuideline = { version: number; };

export type Recipe = { review?: "any" | "accepted"; truth?: "all" | "majority"; min_answers?: number; ties?: "drop" | "keep"; include_metadata?: boolean; batch_ids?: Array<string> | null; seed?: number; split?: Split | null; note?: string | null; license?: string | null; unpaired_at_least?: number | null; question?: string | null; };

export type Refreshing = { job_id: string; };

export type Release = { id: string; number: number; name: string; state: "building" | "ready" | "failed"; recipe: Recipe; manifest: Manifest | null; digest: string | null; progress: Done; error: string | null; created_at: string; created_by: ReleaseSchemasNamed; exports: Array<Export>; };

export type ReleaseSchemasNamed = { id: string; name: string; };

export type ResolveRequest = { note?: string; };

export type ReviewSchemasLease = { lease_until: string; };

export type ReviewSchemasNamed = { id: string; name: string; };

export type ReviewLease = { id: string; item_id: string; annotation_id: string; lease_until: string; author: Author; attempt: number; };

export type ReviewRow = { id: string; item_id: string; author: ReviewSchemasNamed; reviewer: ReviewSchemasNamed; verdict: "accept" | "fix" | "reject"; comment: string; decided_at: string; };

export type ReviewWork = { status: "work"; review: ReviewLease; content: Record<string, unknown>; display: Orders; answers: Record<string, unknown>; schema_version: number; guideline_version: number; earlier: Array<Earlier>; };

export type ReworkOut = { comment: string; reviewed_at: string; answers: Record<string, unknown>; };

export type SampleChecked = { content: Record<string, unknown>; problems: Array<FieldsModelProblem>; };

export type SchemaEntry = { version: number; digest: string; note: string; created_at: string; created_by: ProjectsSchemasNamed; };

export type Schemas = { items: Array<SchemaEntry>; };

export type SchemaVersion = { version: number; schema: LabelSchema; digest: string; created_at: string; note: string; };

export type SetGrant = { state: "active" | "paused"; };

export type SetImportState = { state: "paused" | "running" | "cancelled"; };

export type SetItemState = { state: "open" | "cancelled"; };

export type SetState = { state: "draft" | "active" | "paused" | "archived"; };

export type SetUp = { token: string; organization: string; name: string; email: string; password: string; };

export type SetupNeeded = { needed: boolean; };

export type SignIn = { email: string; password: string; };

export type SkipRequest = { reason: "not_my_expertise" | "unclear" | "broken_item" | "too_long" | "harmful" | "other"; comment?: string; };

export type Snapshot = { annotations_digest: string; at: string; };

export type Split = { train: number; test: number; };

export type StartImport = { mapping?: Mapping | null; };

export type SubmitRequest = { key: string; answers: Record<string, unknown>; schema_version: number; active_ms?: number; };

export type Submitted = { annotation_id: string; submitted_at: string; in_review: boolean; };

export type SwitchTenant = { tenant_id: string; };

export type Target = { level?: "item" | "message" | "turn" | "response"; field?: string | null; roles?: Array<"system" | "user" | "assistant" | "tool"> | null; };

export type TenantSeat = { id: string; name: string; side: "customer" | "vendor"; role: "owner" | "manager" | "reviewer" | "annotator"; };

export type TruthSchemasNamed = { id: string; name: string; };

export type UpdateBatch = { name?: string | null; priority?: number | null; state?: "open" | "paused" | "cancelled" | null; };

export type UpdateMe = { name: string; };

export type UpdateMember = { role: "owner" | "manager" | "reviewer" | "annotator"; };

export type Upload = { offset: number; chunk_bytes: number; };

export type Vendor = { id: string; name: string; people: number; projects: number; created_at: string; };

export type VendorsSchemasNamed = { id: string; name: string; };

export type WallsSchemasNamed = { id: string; name: string; };

export type Work = { status: "work"; assignment: AssignmentOut; content: Record<string, unknown>; schema_version: number; guideline_version: number; draft: DraftOut | null; };

export type WorkList = { items: Array<WorkRow>; };

export type WorkRow = { project: ProjectRef; roles: Array<"annotate" | "review">; available: boolean; submitted: number; rework: number; };
