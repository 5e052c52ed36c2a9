// Generated from contracts/openapi.json by `npm run types`; not edited.

export type AcceptBrandWords = { reason: string; words: Array<string>; };

export type AcceptInvitation = { name?: string | null; password: string; token: string; };

export type ActDone = { act: "adjudicate" | "more" | "ambiguous" | "plain" | "note"; at: string; by: Named; text: string; };

export type ActOnDisagreement = { act: "adjudicate" | "more" | "ambiguous" | "plain" | "note"; question: string; text?: string; };

export type AddBrandWords = { words: Array<string>; };

export type Added = { created: number; problems: Array<IngestModelProblem>; unchanged: number; };

export type AddedRenditions = { created: number; problems: Array<RenditionProblem>; unchanged: number; };

export type AddedSuggestions = { created: number; problems: Array<SuggestionProblem>; unchanged: number; };

export type AddEgressHost = { pattern: string; };

export type AddItems = { mapping?: Mapping | null; rows: Array<unknown>; };

export type AddRenditions = { rows: Array<RenditionRow>; tier: "redacted" | "synthetic"; };

export type AddSuggestions = { judge?: JudgeFacts | null; rendition?: "original" | "redacted" | "synthetic"; rows: Array<SuggestionRow>; source: string; version: string; };

export type Adjudicate = { answers?: Record<string, Record<string, unknown>> | null; comment?: string; key: string; take?: number | null; };

export type Adjudicated = { adjudication_id: string; outcome: "took" | "merged" | "wrote"; };

export type AdjudicationLease = { id: string; item_id: string; lease_until: string; };

export type AdjudicationPolicy = { below: number; done: number; people: Array<Named>; questions: Array<string>; waiting: number; };

export type AdjudicationRow = { agreement: Record<string, number>; answers: number; comment: string; created_at: string; decided_at: string | null; external_id: string | null; id: string; item_id: string; ord: number; outcome: "took" | "merged" | "wrote" | null; person: Named | null; reason: "disagree" | "rework_limit" | "asked"; state: "waiting" | "leased" | "done"; };

export type AdjudicationWork = { adjudication: AdjudicationLease; agreement: Record<string, number>; candidates: Array<Candidate>; content: Record<string, unknown>; display: Orders; disputed: Array<string>; guideline_version: number; notes: Array<string>; reason: "disagree" | "rework_limit" | "asked"; schema_version: number; status: "work"; warnings?: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; };

export type Agreement = { computed_at: string | null; divided?: Record<string, Array<DividedItem>>; guideline_version: number | null; job: LastJob | null; questions: Array<QuestionAgreement>; stale: boolean; };

export type Anchoring = { difference: Difference | null; first: Score; held_out: Score; outcomes: Record<string, number>; shown: Score; };

export type AnchoringReport = { overall: Anchoring; people: number; questions: Array<QuestionAnchoring>; sources: Array<SourceAnchoring>; };

export type Answer = { justification?: string | null; state: "answered" | "not_applicable" | "cannot_assess"; value?: unknown; };

export type AnswerChange = { added?: Array<unknown>; after: unknown; before: unknown; changed?: Array<ChangedPart>; moved?: Array<ChangedPart>; question: string; removed?: Array<unknown>; target: string; title: string; why?: Array<Piece>; words?: Array<Piece>; };

export type AnswerCount = { count: number; exact: boolean; };

export type AnswerDifference = { after: string; before: string; changes: Array<AnswerChange>; schema_version: number; };

export type AnswerOffer = { answer: "accept" | "decline"; };

export type AnswerPrice = { currency: string | null; label: string; micros: number | null; organization: Named; told: boolean; };

export type AnswerPrices = { items: Array<AnswerPrice>; };

export type AnswerRestored = { annotation_id: string; migrated: boolean; number: number; releases: Array<ReleaseRef>; };

export type AnswerRow = { annotation_id: string; answers: Record<string, unknown>; assignment_id: string; batch: Named; changed: "review" | "restore" | null; external_id: string | null; flags: number; guideline_version: number; item_id: string; item_state: "open" | "in_work" | "in_review" | "done" | "cancelled" | "gold" | "canary"; ord: number; organization: Named; person: Named; reworks: number; schema_version: number; submitted_at: string; verdict: "unreviewed" | "in_review" | "accepted" | "fixed" | "rejected" | "disputed" | "outdated"; };

export type AnswerVersion = { annotation_id: string; answers: Record<string, unknown>; at: string; by: Named; fits: "fits" | "migrates" | "unfit"; migrated: boolean; number: number; organization: Named; problems: Array<FieldsModelProblem>; reason: string | null; releases: Array<ReleaseRef>; restored_by: Named | null; restores: string | null; schema_version: number; stands: boolean; verdicts: Array<VersionVerdict>; why: "submitted" | "rework" | "asked_anew" | "fixed" | "restored"; };

export type AnswerVersions = { assignment_id: string; author: Named; closed: "gold" | "nothing_stands" | null; decided: DecidedBetween | null; item_id: string; schema_version: number; standing: "unreviewed" | "in_review" | "accepted" | "fixed" | "rejected" | "disputed" | "outdated" | null; stands: string | null; versions: Array<AnswerVersion>; };

export type ApiKey = { created_at: string; expires_at: string | null; id: string; last_used_at: string | null; name: string; person: Named; prefix: string; revoked_at: string | null; scopes: Array<string>; secret?: string; };

export type Appeal = { comment: string; created_at: string; decided_at: string | null; decided_by: Named | null; id: string; item_id: string; person: Named; reinstated: boolean; reply: string; reviewer: Named; state: "open" | "granted" | "declined"; text: string; verdict: "accept" | "fix" | "reject"; };

export type AppealConcern = { text: string; };

export type Applied = { brand_words: BrandReport; changes: Array<Change>; project: Project | null; };

export type ApplyBrief = { brief: Brief; dry_run?: boolean; };

export type AskPersonWaiver = { expires_at: string; person_id: string; reason: string; };

export type AskReport = { item_id?: string | null; owner_id?: string | null; person_id?: string | null; project_id?: string | null; vendor_id?: string | null; };

export type AskSuggestions = { answers?: Record<string, unknown> | null; };

export type AskWaiver = { conflict_id: string; expires_at: string; reason: string; };

export type AssembledItem = { answers: Record<string, Record<string, Consensus>>; branches: Array<BranchSaid>; decision: BranchDecision | null; external_id: string | null; item_id: string; state: "waiting" | "assembled" | "conflict" | "unresolved" | "decided"; summary: string; unclaimed: Array<string>; };

export type AssignmentOut = { attempt: number; course?: "training" | "screening" | null; display: Display; id: string; item_id: string; lease_until: string; rework: ReworkOut | null; };

export type Audit = { people: Array<AuditPerson>; reviewed: Score; right: Score; unreviewed: Score; waiting: number; };

export type AuditPerson = { person: Named; right: Score; };

export type Author = { alias: string; id: string; };

export type Bar = { count: number; value: string; };

export type Batch = { asked: number; created_at: string; done: number; id: string; items: number; name: string; open: number; priority: number; state: "open" | "paused" | "cancelled"; };

export type BatchRef = { id: string; name: string; };

export type BatchSkills = { id: string; skills: Array<string>; };

export type Belief = { high?: unknown; known?: boolean; low?: unknown; margin: number | null; n: number; open?: Array<string>; probability: number | null; shares: Record<string, Record<string, number>>; spread?: Record<string, Array<unknown>>; tie: boolean; value: unknown; };

export type BlastRadius = { projects: Array<ProjectRadius>; vendor: Named; };

export type BranchCoverage = { branches: Array<string>; options: number; vendor: Named; };

export type BranchDecision = { answers: Record<string, Record<string, unknown>>; at: string; by: Named; };

export type Branches = { branches: Array<BranchShown>; coverage: Array<BranchCoverage>; options: number; stale: boolean; version: number; };

export type BranchPlan = { guideline?: string; /** A letter, then letters, digits or underscores; at most 64. */ name: string; questions: Array<BranchQuestion>; title: string; };

export type BranchQuestion = { help?: string | null; none?: string; options?: Array<string> | null; /** A letter, then letters, digits or underscores; at most 64. */ question: string; title?: string | null; };

export type BranchSaid = { answers: Array<Record<string, Record<string, unknown>>>; name: string; people: number; };

export type BranchShown = { done: number; items: number; options: number; plan: BranchPlan; project: Named | null; schema: LabelSchema; };

export type BrandAcceptance = { accepted_at: string; accepted_by: Named; id: string; reason: string; withdrawn_at: string | null; withdrawn_by: Named | null; word: string; };

export type BrandHit = { accepted: boolean; end: number; excerpt: string; part: "name" | "description" | "schema" | "guideline" | "offer" | "traits"; place: string; source: "list" | "name" | "owner" | "domain"; start: number; word: string; };

export type BrandReport = { hits: Array<BrandHit>; more: number; };

export type BrandScan = { accepted: Array<BrandAcceptance>; clear: boolean; hits: Array<BrandHit>; more: number; withdrawn: Array<BrandAcceptance>; words: number; };

export type BrandWord = { added_at: string | null; added_by: Named | null; id: string | null; proper: boolean; source: "list" | "name" | "owner" | "domain"; word: string; };

export type BrandWords = { items: Array<BrandWord>; };

export type Brief = { adjudication?: BriefAdjudication; care?: BriefCare; description?: string; exclusivity?: "none" | "person" | "pod" | "vendor"; gold?: BriefGold; guideline?: string | null; lease_seconds?: number; members?: Array<BriefMember>; name: string; overlap?: number; overlap_last?: boolean; overlap_max?: number | null; overlap_risk?: number; overlap_tolerance?: number; person_cap?: number | null; preset?: string | null; restricted?: boolean; review?: BriefReview; review_share?: number; routing?: BriefRouting; schema?: Record<string, unknown> | null; skills?: BriefSkills; /** Small letters, digits and hyphens; at most 80. */ slug: string; };

export type BriefAdjudication = { below?: number; people?: Array<string>; questions?: Array<string>; };

export type BriefCare = { limits?: Record<string, CareLimit>; warnings?: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; };

export type BriefForWork = { guideline: BriefGuideline; project: BriefProject; schema: LabelSchema; schema_version: number; };

export type BriefGold = { gate?: boolean; mark?: number; share?: number; share_min?: number | null; };

export type BriefGuideline = { changes: Array<GuidelineChange>; markdown: string; read_at: string | null; read_before: GuidelineRead | null; version: number; };

export type BriefMember = { email: string; role: "manager" | "reviewer" | "annotator"; };

export type BriefProject = { description: string; id: string; name: string; };

export type BriefReview = { audit_share?: number; rework_limit?: number | null; then_to?: "someone_else" | "adjudicate"; };

export type BriefRouting = { calibration?: number; shares: Array<BriefShare>; };

export type BriefShare = { organization: string; share: number; };

export type BriefSkills = { required?: Array<string>; };

export type BulkAct = { act: "retire" | "restore" | "ask_more" | "ask_first" | "accept" | "reject"; after_reject: "rework" | "someone_else" | null; answer_filters: Record<string, unknown> | null; comment: string; created_at: string; done: number; error: string | null; filters: Record<string, unknown> | null; finished_at: string | null; id: string; of: "items" | "answers"; person: Named; reasons: Record<string, number>; skipped: number; started_at: string | null; state: "choosing" | "ready" | "waiting" | "running" | "paused" | "done" | "cancelled" | "failed"; states: Record<string, number>; total: number; };

export type BulkResult = { code: string | null; external_id: string | null; item_id: string; ord: number; outcome: "done" | "skipped" | null; reason: string | null; };

export type Calibrated = { high: number; labels: number; least: number; low: number; most: number; right: number; };

export type Canary = { batch: BatchRef; external_id: string | null; first_shown_at: string | null; item_id: string; people: number; places: number; planted_at: string; planted_by: Named; retired_at: string | null; summary: string; tripped_at: string | null; vendor: Named; words: number; };

export type CanaryPolicy = { share: number; };

export type Candidate = { answers: Record<string, unknown>; number: number; };

export type Capacity = { days: number | null; days_after: number | null; people: number; people_lost: number; project: Named; share_lost: number; wanted: number; };

export type Care = { batches?: Array<CareBatch>; limits?: Record<string, CareLimit>; warnings?: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; };

export type CareBatch = { id: string; warnings: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; };

export type CareLimit = { items?: number | null; minutes?: number | null; };

export type Change = { from: unknown; to: unknown; what: string; };

export type ChangedPart = { after: unknown; before: unknown; };

export type ChangeEdge = { attested_at?: string | null; details?: string; max_bp: number; min_bp: number; source?: string; state: "rumoured" | "announced" | "closed" | "ended"; valid_from?: string | null; valid_until?: string | null; };

export type ChangePassword = { current: string; new: string; };

export type CheckSample = { answers?: unknown; content: unknown; schema: unknown; };

export type CheckSchema = { schema: unknown; };

export type Closed = { project: Named; state: "offered" | "active" | "paused" | "frozen" | "severed"; };

export type CloseIncident = { reason: string; };

export type ColumnRule = { columns?: Array<string> | null; part?: "asked" | "answered" | "joined" | "unmarked" | null; sources?: Array<string> | null; template?: string | null; };

export type CommentedItem = { external_id: string | null; id: string; ord: number; };

export type CommentMessage = { at: string; by: "author" | "reviewer"; id: string; mine: boolean; person: Named | null; text: string; };

export type CommentPlace = { end?: number | null; field?: string | null; message?: string | null; part?: string | null; question?: string | null; response?: string | null; start?: number | null; target?: string | null; };

export type Comments = { may_begin: boolean; may_reply: boolean; threads: Array<CommentThread>; };

export type CommentThread = { annotation_id: string; current: boolean; id: string; messages: Array<CommentMessage>; other_form: boolean; place: CommentPlace; quote: string | null; resolved_at: string | null; resolved_by: "author" | "reviewer" | null; };

export type CommonOwner = { owner: Named; parties: Array<Named>; vendors: Array<HeldVendor>; };

export type Compared = { counters: number; deliveries: number; leases: number; leaves: number; opened: number; seen: number; };

export type Concentration = { after: number; before: number; };

export type Concern = { decided_at: string | null; decided_by: Named | null; evidence: Record<string, number>; found_at: string; id: string; item: ConcernItem | null; items: Array<ConcernItem>; kind: "says_nothing" | "one_side" | "long_run" | "too_fast" | "drift" | "gold_known" | "same_mistakes" | "copied_text" | "repeated_text" | "taken_text" | "one_grade" | "wrong_gold" | "text_brought_in" | "odd_typing" | "ambiguous" | "confusing_labels" | "guideline_regression"; labels: Array<string>; looked_by: Named | null; p: number | null; package: string; people: Array<ConcernPerson>; question: string; reason: string; seen_at: string; stale: boolean; state: "open" | "looking" | "upheld" | "dismissed"; told: string; word: string; };

export type ConcernItem = { external_id: string | null; item_id: string; };

export type ConcernPerson = { appeal: "none" | "open" | "granted" | "declined"; appealed_at: string | null; decided_at: string | null; decided_by: Named | null; organization: Named; person: Named; reply: string; text: string; };

export type Condition = { all?: Array<Condition> | null; answered?: boolean; any?: Array<Condition> | null; at_least?: number; at_most?: number; equals?: unknown; in?: Array<unknown>; not?: Condition | null; question?: string | null; };

export type Conflict = { closes: Array<Closed>; id: string; parties: Array<Party>; path: Array<PathStep>; rival: Party | null; share_bp: number | null; since: string; state: "closed" | "announced"; through: Party | null; vendor: Named; waiver: Waiver | null; };

export type Conflicts = { items: Array<Conflict>; };

export type Consensus = { leaders?: Array<unknown> | null; margin: number; method?: "most" | "alike" | "median" | "parts" | "matched" | "duels"; n: number; share: number; tie: boolean; value: unknown; };

export type Counted = { count: number; reason: string; };

export type CreateApiKey = { expires_in_days?: number | null; name: string; scopes?: Array<string> | null; };

export type CreateBatch = { name: string; priority?: number; };

export type CreateBulkAct = { act: "retire" | "restore" | "ask_more" | "ask_first" | "accept" | "reject"; after_reject?: "rework" | "someone_else"; annotation_ids?: Array<string> | null; answer_filters?: Record<string, unknown> | null; comment?: string; filters?: Record<string, unknown> | null; item_ids?: Array<string> | null; key?: string | null; };

export type CreateExport = { format: string; };

export type CreateImport = { batch: string; bytes: number; file_name: string; format?: "jsonl" | "json" | "csv" | "parquet" | null; mapping?: Mapping | null; priority?: number; sha256?: string | null; };

export type CreateInvitation = { email: string; organization_id?: string | null; projects?: Array<ProjectSeat>; role: "owner" | "manager" | "reviewer" | "annotator"; };

export type CreateRelease = { name: string; recipe?: Recipe | null; };

export type CreateTrait = { at_least?: number; name: string; options: Array<string>; why: string; };

export type CreateVendor = { name: string; };

export type CreateView = { columns?: Array<string>; filters?: Record<string, unknown>; list?: "items" | "answers"; name: string; shared?: boolean; sort?: string | null; };

export type CreateWebhook = { description?: string; topics?: Array<string>; url: string; };

export type CutGrant = { at: string; ended_at: string | null; epoch: number; keys: number; project: Named; sessions: number; steps: Array<Step>; };

export type Day = { day: string; reviewed: number; submitted: number; };

export type Decide = { after_reject?: "rework" | "someone_else"; answers?: Record<string, Record<string, unknown>> | null; comment?: string; key: string; verdict: "accept" | "fix" | "reject"; };

export type DecideAppeal = { decision: "granted" | "declined"; reply: string; };

export type DecideConcern = { reason?: string; state: "looking" | "upheld" | "dismissed"; word?: string; };

export type DecideConcernAppeal = { decision: "granted" | "declined"; reply: string; };

export type Decided = { after_reject?: "rework" | "someone_else" | "adjudicate" | null; review_id: string; verdict: "accept" | "fix" | "reject"; };

export type DecidedBetween = { at: string; outcome: "took" | "merged" | "wrote"; person: Named; };

export type DecideItem = { answers: Record<string, Record<string, Answer>>; };

export type Decision = { annotation_id: string; answers: Record<string, Record<string, unknown>>; comment: string; decided_at: string; organization: Named; outcome: "took" | "merged" | "wrote"; person: Named; };

export type Delivery = { body: string; created_at: string; delivered_at: string | null; event_id: string; id: string; next_at: string | null; state: "waiting" | "delivered" | "failed"; topic: string; tries: Array<Try>; };

export type Detection = { answers: number; appeals: number; job: LastJob | null; package: string; ran_at: string | null; shared: boolean; through: string | null; waiting: number; };

export type Difference = { high: number | null; low: number | null; value: number; };

export type Disagreement = { acts: Array<ActDone>; decision: Record<string, unknown> | null; divided: number; external_id: string | null; groups: Array<GroupView>; item_id: string; labels: Array<SoftLabel>; part: string | null; question: string; skills: Array<SkillView>; state: "open" | "asked" | "decided" | "ambiguous"; target: string | null; voices: Array<Voice>; };

export type DisagreementSummary = { firms: Array<Named>; questions: Array<DividedQuestion>; };

export type Display = { orders: Record<string, Array<string>>; place?: number; seed: string; };

export type DividedItem = { agreeing: number; answers: number; external_id: string | null; item_id: string; };

export type DividedQuestion = { items: number; labels: Array<string>; question: string; title: string; };

export type Done = { done: number; total: number; };

export type DraftOut = { answers: Record<string, unknown>; revision: number; saved_at: string; };

export type DraftPlan = { schema: Record<string, unknown>; };

export type DraftRequest = { answers: Record<string, unknown>; revision: number; };

export type DraftSaved = { revision: number; saved_at: string; };

export type DrillCheck = { evidence?: Array<string>; found?: number; listed?: Array<string>; number: "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7" | "I8" | "I9" | "I10" | "I11" | "I12"; says: string; state: "holds" | "broken" | "not_applicable"; };

export type DrillKnown = { items: number; lab: string; of: number; project: string; };

export type DrillMoment = { at: number; ms?: number | null; what: string; who: string; };

export type DrillRefused = { alike: boolean; answer: string; asked: Array<string>; };

export type DrillResult = { acknowledged: number; after_freeze: number; after_pause: number; began_at: string; checks: Array<DrillCheck>; failures: Array<string>; format: "armslength-drill-1"; freeze_ms: number; items: number; kept: number; known: Array<DrillKnown>; late: number; moments: Array<DrillMoment>; pause_ms: number; refusals: Array<DrillRefused>; sever_median_ms: number | null; sever_worst_ms: number | null; severed: Array<DrillSevered>; took_s: number; unverified: string; variant: "leave" | "stay"; version: string; };

export type DrillSevered = { answered_ms: number; at_work: number; clean: boolean; lab: string; late: number; project: string; took_ms: number; };

export type DrillSummary = { began_at: string; held: boolean; id: string; late: number; recorded_at: string; recorded_by: Named; sever_median_ms: number | null; sever_worst_ms: number | null; stale: boolean; variant: "leave" | "stay"; version: string; };

export type Earlier = { at: string; comment: string; verdict: "accept" | "fix" | "reject"; };

export type Effect = { answers?: number; drafts?: number; gold?: number; gold_open?: number; in_hand?: number; mapped?: number; open?: number; questions?: Array<Opened>; releases?: number; same?: number; };

export type Egress = { hosts: Array<EgressHost>; on: boolean; plain_http: boolean; ports: Array<number>; };

export type EgressHost = { allowed: boolean; created_at: string; created_by: Named; id: string; pattern: string; };

export type EnvelopeSignature = { keyid: string; sig: string; };

export type Estimate = { high: number | null; low: number | null; n: number; note?: string | null; value: number | null; };

export type Expected = { answers: number; right: number; };

export type Export = { created_at: string; dropped: Array<Counted>; error: string | null; files: Array<FileInfo>; format: string; id: string; progress: Done; state: "waiting" | "running" | "paused" | "cancelled" | "done" | "failed"; };

export type Exposure = { at: string; item_id: string | null; kind: "item" | "media" | "guideline" | "schema" | "answers" | "gold" | "suggestion"; last_at: string; object: string; organization: Named; person: Named; purpose: "annotate" | "review" | "adjudicate" | "browse" | "export" | "configure"; rendition: "original" | "redacted" | "synthetic"; views: number; };

/** What is said about a failure. */
export type Failed = { code: string; details?: unknown; field?: string | null; message: string; };

/** The body of every answer that is not a success. */
export type Failure = { error: Failed; };

export type Feedback = { answers: Record<string, unknown>; explanation: string; matches: Record<string, number>; score: number; };

export type Field = { kind: string; many?: boolean; /** A letter, then letters, digits or underscores; at most 64. */ name: string; ordered?: boolean; required?: boolean; searchable?: boolean; settings?: Record<string, unknown>; title?: string | null; };

export type FieldForms = { field: string; original: Array<string>; other: Array<string>; };

export type FieldsModelProblem = { message: string; path: string; };

export type Figure = { at_least: number; high: number; low: number; value: number; };

export type Figures = { pay: Array<PayFigure>; quality: Figure | null; seconds: Figure | null; through: string | null; };

export type FileInfo = { bytes: number; name: string; rows: number; sha256: string; };

export type Findings = { ablest?: Array<ModelCost>; all_answers?: number; calibration?: Array<Calibrated>; confusion?: Array<Array<number>>; cost?: Array<ModelCost>; held?: number; reach?: Array<Expected>; usual?: number; };

export type FirmConcern = { appeal: "none" | "open" | "granted" | "declined"; id: string; kind: "says_nothing" | "one_side" | "long_run" | "too_fast" | "drift" | "gold_known" | "same_mistakes" | "copied_text" | "repeated_text" | "taken_text" | "one_grade" | "wrong_gold" | "text_brought_in" | "odd_typing" | "ambiguous" | "confusing_labels" | "guideline_regression"; person: Named; question: string; told: string; upheld_at: string; };

export type FirmConcerns = { items: Array<FirmConcern>; };

export type FirmFigures = { firm: Figures; people: Array<PersonFigures>; };

export type FirmLine = { accepted: number; active_ms: number; answers: number; label: string; month: string; open: number; pay: Pay | null; person: Named; price: Pay | null; rejected: number; reviewed: number; };

export type FirmPerson = { person: Named | null; skill: Estimate; };

export type FirmPersonRecord = { all: OwnWork; by_guideline: Array<OwnGuidelineScore>; guideline: Array<GuidelineMark>; least: number; person: Named; questions: Array<OwnScore>; weeks: Array<OwnWeek>; };

export type FirmRecord = { agreement: Estimate; alias: string; all: WorkDone; blind: boolean; by_guideline: Array<GuidelineScore>; guideline: Array<GuidelineMark>; least: number; organization: Named | null; people: number; questions: Array<QuestionSpread>; weeks: Array<Week>; };

export type FirmScore = { accepted: Estimate; alias: string; answers: number; behind: Estimate | null; calibration: Estimate; cost: SchemasCost; gold: Estimate; organization: Named | null; people: number; reworked: Estimate; seconds: Estimate; };

export type FirmStatement = { lines: Array<FirmLine>; month: string; sums: Array<Pay>; };

export type FitFacts = { answers: number; answers_digest: string; cautions: Array<string>; converged: boolean; gold_digest: string; labels: Array<string>; model: string; package: string; parameters: Record<string, string>; people: number; pinned: number; steps: number; supported: boolean; units: number; };

export type FlagOut = { comment: string; created_at: string; external_id: string | null; id: string; item_id: string; note: string | null; ord: number; person: Named; reason: "broken_item" | "guideline_gap" | "harmful" | "pii" | "other"; resolved_at: string | null; resolved_by: Named | null; };

export type FlagRequest = { comment?: string; reason: "broken_item" | "guideline_gap" | "harmful" | "pii" | "other"; };

export type FormatInfo = { applies: boolean; id: string; summary: string; title: string; why_not?: string | null; };

export type Formats = { items: Array<FormatInfo>; };

export type FormFindings = { convincing: number; items: Array<FormFound>; mixed: number; original: number; read: number; vendors: Array<FormVendor>; };

export type FormFound = { external_id: string | null; form: 0 | 1; given: Array<FormGiven>; item_id: string; project: Named; words: string; };

export type FormGiven = { deliveries: Array<string>; first_at: string; form: 0 | 1; last_at: string; people: number; vendor: Named; };

export type FormVendor = { agree: number; bits: number; chance: number; first_at: string; last_at: string; named: boolean; needed: number | null; shown: number; vendor: Named; };

export type Frozen = { path: Array<PathStep>; project: Named; reason: "conflict" | "announced" | "expired" | "exclusive" | "unverified"; rival: Party | null; state: "offered" | "active" | "paused" | "frozen" | "severed"; vendor: Named; };

export type Goal = { answers: number | null; currency: string | null; micros: number | null; right: number; said: string; target: number; };

export type GoldItem = { course: number; created_at: string; created_by: Named; external_id: string | null; guideline_version: number; item_id: string; ord: number; place: number; schema_version: number; score: Score; summary: string; use: "hidden" | "training" | "screening"; version: number; };

export type GoldKey = { answers: Record<string, unknown>; /** Markdown; told after a training answer. */ explanation?: string; within?: Record<string, number>; };

export type GoldPeople = { items: Array<GoldPerson>; };

export type GoldPerson = { because: "everybody" | "new" | "measured" | "watched"; course_answers: number; last_at: string | null; person: Named; qualification: Qualification | null; score: Score; share: number; };

export type GoldPolicy = { course?: number; course_items: number; gate?: boolean; mark?: number; next_items?: number; share?: number; share_min?: number | null; };

export type GoldWithKey = { gold: GoldItem; key: GoldKey; };

export type Grant = { clear_until: string | null; epoch: number; offer?: Offer | null; people: number; reason: "conflict" | "announced" | "expired" | "exclusive" | "unverified" | null; since: string; state: "offered" | "active" | "paused" | "frozen" | "severed"; tier?: "original" | "redacted" | "synthetic"; vendor: Named; };

export type Grants = { items: Array<Grant>; };

export type GrantSkill = { expires_at?: string | null; };

export type GroupFigure = { high: number; low: number; value: number; };

export type GroupFigures = { across?: GroupFigure | null; answers: number; group: string; inside?: GroupFigure | null; labels?: Array<LabelFigures>; numbers?: NumberFigures | null; people: number; };

export type GroupQuestion = { groups: Array<GroupFigures>; question: string; title: string; withheld: Array<string>; };

export type Groups = { items: Array<GroupSheet>; };

export type GroupSheet = { at_least: number; by_lot: number; questions: Array<GroupQuestion>; through: string | null; told_at: string | null; trait: Named; };

export type GroupView = { n: number; organization: Named; votes: Record<string, number>; };

export type GuidelineAgreement = { alpha: Estimate; answers: number; guideline_version: number; percent: Estimate; };

export type GuidelineChange = { created_at: string; note: string; version: number; };

export type GuidelineEntry = { created_at: string; created_by: Named; note: string; readers: number; version: number; };

export type GuidelineMark = { at: string; version: number; };

export type GuidelineRead = { read_at: string; version: number; };

export type Guidelines = { items: Array<GuidelineEntry>; };

export type GuidelineScore = { guideline_version: number; questions: Array<QuestionRight>; work: WorkDone; };

export type GuidelineScores = { guideline: Array<GuidelineMark>; least: number; versions: Array<GuidelineScore>; };

export type GuidelineVersion = { created_at: string; markdown: string; note: string; read_at: string | null; version: number; };

export type Happened = { annotation_id?: string | null; answers?: Record<string, unknown> | null; at: string; kind: string; organization?: Named | null; person?: Named | null; text: string; };

export type Health = { status: string; version: string; };

export type Held = { drafts: number; leases: number; people: number; reviews: number; rework: number; };

export type HeldBack = { organization: Named; person: Named; reason: "person" | "employer" | "quarantined" | "changing"; role: string; until: string | null; };

export type HeldVendor = { measure: "self" | "share" | "control" | "tie" | "seat"; path: Array<PathStep>; share_bp: number; state: "closed" | "announced"; vendor: Named; };

export type History = { events: Array<Happened>; };

export type Holder = { buckets: number; items: number; organization: Named; share: number; standing: "in" | "out" | "gone"; };

export type HolderPreview = { buckets: number; items_now: number; items_then: number; organization: Named; share: number; standing: "in" | "out" | "gone"; };

export type HolderShare = { organization_id: string; share: number; };

export type IdentitySchemasOrganization = { id: string; kind: "customer" | "vendor"; name: string; };

export type IdentitySchemasPerson = { email: string; id: string; name: string; };

export type IdentityTold = { at: string; part: "name" | "description" | "schema" | "guideline" | "offer"; project: Named; sources: Array<"list" | "name" | "owner" | "domain">; version: number; };

export type Import = { batch: BatchRef; bytes: number; created: number; created_at: string; error: string | null; file_name: string; finished_at: string | null; format: "jsonl" | "json" | "csv" | "parquet"; id: string; mapping: Mapping; rejected: number; rows_read: number; state: "waiting" | "running" | "paused" | "cancelled" | "done" | "failed"; total_rows: number | null; unchanged: number; upload: Upload | null; };

export type Imported = { changed: number; ended: number; left_out: Array<string>; parties: number; recorded: number; unchanged: number; };

export type Incident = { closed_at: string | null; closed_by: Named | null; differences: number; evidence: Array<string>; found_at: string; gone_at: string | null; id: string; kind: "no_leaf" | "no_row" | "altered" | "no_lease" | "not_shown" | "not_counted" | "counted_too_much" | "drifted"; last_found_at: string; project: Named | null; reason: string | null; };

export type IngestModelProblem = { external_id: string | null; field: string; line: number; reason: string; };

export type Invitation = { created_at: string; email: string; expires_at: string; id: string; organization: Named; projects: Array<InvitationProject>; role: "owner" | "manager" | "reviewer" | "annotator"; state: "open" | "accepted" | "revoked" | "expired"; url?: string; };

export type InvitationPreview = { email: string; has_account: boolean; organization: Named; role: "owner" | "manager" | "reviewer" | "annotator"; tenant: Named; };

export type InvitationProject = { id: string; name: string; role: "owner" | "manager" | "reviewer" | "annotator"; };

export type InvitationToken = { token: string; };

export type ItemAnswer = { active_ms: number; annotation_id: string; answers: Record<string, Record<string, unknown>>; display: Record<string, unknown>; organization: Named; person: Named; state: "submitted" | "accepted" | "fixed" | "rejected" | "disputed" | "rework"; submitted_at: string; };

export type ItemAnswers = { answers: Array<ItemAnswer>; beliefs?: Record<string, Record<string, Belief>>; decision: Decision | null; majority: Record<string, Record<string, Consensus>>; };

export type ItemCount = { count: number; exact: boolean; };

export type ItemExposure = { owners: Array<OwnerReach>; viewers: Array<Viewer>; };

export type ItemForms = { fields: Array<FieldForms>; given: Array<FormGiven>; };

export type ItemRendition = { content: Record<string, unknown>; created_at: string; found: Record<string, number>; source: "imported" | "made" | "planted"; tier: "redacted" | "synthetic"; version: number; };

export type ItemRenditions = { items: Array<ItemRendition>; original: Record<string, unknown>; };

export type ItemRow = { answers: number; batch: BatchRef; created_at: string; external_id: string | null; flags: number; id: string; ord: number; state: "open" | "in_work" | "in_review" | "done" | "cancelled" | "gold" | "canary"; summary: string; taken: number; wanted: number; };

export type ItemsLeft = { items: number; reason: string; };

export type ItemSuggestion = { answers: Record<string, unknown>; created_at: string; id: string; outcomes: Record<string, number>; schema_version: number; scores: Record<string, number | null>; source: string; version: string; };

export type ItemSuggestions = { items: Array<ItemSuggestion>; };

export type JobProgress = { done: number; error: string | null; state: "waiting" | "running" | "paused" | "cancelled" | "done" | "failed"; total: number | null; };

export type Judge = { family: string | null; first_at: string | null; judgements: number; last_at: string | null; mean_score: number | null; models: Array<string>; prompt_digest: string | null; questions: Array<JudgedQuestion>; source: string; version: string; };

export type JudgedMean = { corrected: Estimate; judge: Estimate; of: string; people: Estimate; };

export type JudgedNumbers = { bias: Estimate; correlation: Estimate; error: Estimate; person_error: Estimate; };

export type JudgedPart = { compared: number; kappa: Estimate; part: string; percent: Estimate; };

export type JudgedQuestion = { compared: number; confusion: Array<Array<number>>; divided: Estimate; family: Pull | null; grade_length: LengthAndGrade | null; kappa: Estimate; kappa_method: string; kind: string; labels: Array<string>; length: Pull | null; means: Array<JudgedMean>; numbers?: JudgedNumbers | null; parts?: Array<JudgedPart>; people_side: Estimate | null; percent: Estimate; person_kappa: Estimate; person_percent: Estimate; question: string; score: Estimate; side: Pull | null; stand_in: StandIn; title: string; unanimous: Estimate; verdicts: number; };

export type JudgeFacts = { family?: string | null; models?: Array<string>; prompt_digest?: string | null; };

export type Judges = { compared_on: Array<string>; computed_at: string | null; job: LastJob | null; judges: Array<Judge>; stale: boolean; };

export type JudgeSample = { asked_first: number; items: Array<SampledItem>; strata: Array<Stratum>; };

export type KindInfo = { kind: string; settings_schema: Record<string, unknown>; summary: string; targets: Array<string>; title: string; value_schema: Record<string, unknown>; };

export type Kinds = { fields: Array<KindInfo>; questions: Array<KindInfo>; };

export type Known = { items: number; of: number; project: Named; };

export type KnownItems = { items: number; of: number; project: Named; };

export type LabelFigures = { apart: GroupFigure; label: string; others: GroupFigure; share: GroupFigure; };

export type LabelSchema = { fields: Array<Field>; questions: Array<Question>; };

export type LastJob = { asked_at: string; done: number; error: string | null; finished_at: string | null; job_id: string; state: "waiting" | "running" | "paused" | "cancelled" | "done" | "failed"; total: number | null; };

export type Lease = { lease_until: string; };

export type LengthAndGrade = { judge: Estimate; people: Estimate; };

export type LinkVendor = { party_id: string | null; };

export type ListedComment = { assignment_id: string; author: Named | null; item: CommentedItem | null; thread: CommentThread; };

export type ListView = { columns: Array<string>; created_at: string; default: boolean; filters: Record<string, unknown>; id: string; list: "items" | "answers"; mine: boolean; name: string; person: Named; problem: ViewProblem | null; shared: boolean; sort: string; updated_at: string; };

export type ListViews = { items: Array<ListView>; };

export type LogEntry = { action: string; actor: Named | null; at: string; detail: Record<string, unknown>; object: string; };

export type MadeVariants = { after: number | null; examples: Array<VariantExample>; left: Array<ItemsLeft>; looked: number; taken: number; };

export type MakeRenditions = { brand_words?: boolean; fields?: Record<string, "mask" | "blank" | "keep">; };

export type MakeVariants = { after?: number; dry_run?: boolean; fields: Array<string>; judged?: boolean; kinds: Array<"contractions" | "phrases" | "spelling" | "numbers">; };

export type Making = { job_id: string; };

export type MakingStanding = { at: string; done: number; state: "waiting" | "running" | "paused" | "cancelled" | "done" | "failed"; total: number | null; };

export type Manifest = { agreement: Record<string, unknown>; annotations: number; digest: string; dropped: Array<Counted>; files: Array<FileInfo>; guideline_versions: Array<number>; inferred?: Record<string, FitFacts>; items: number; methods?: Record<string, "most" | "alike" | "median" | "parts" | "matched" | "duels">; migrated?: number; migrations?: Array<Migrated>; people: number; project: string; rebuild: string; recipe: Recipe; release: string; renditions?: Record<string, number>; schema_versions: Array<number>; seed: number; snapshot: Snapshot; };

export type Mapping = { external_id?: string | null; fields: Record<string, string | Array<string> | ColumnRule>; metadata?: Array<string>; };

export type Me = { known_as: string | null; organization: IdentitySchemasOrganization; permissions: Array<string>; person: IdentitySchemasPerson; role: "owner" | "manager" | "reviewer" | "annotator"; shortcuts: Record<string, Array<string>>; side: "customer" | "vendor"; tenant: Named; tenants: Array<TenantSeat>; working_in: string | null; };

export type Measured = { estimate: Estimate; measure: "ac" | "pabak" | "icc_one_way" | "icc_agreement" | "overlap_f1" | "matched_iou" | "unitizing_alpha" | "tau_b" | "kendall_w" | "masi_alpha" | "jaccard_alpha"; method: string; };

export type Media = { bytes: number; content_type: string; height: number | null; media: string; width: number | null; };

export type Member = { organization: IdentitySchemasOrganization; person: IdentitySchemasPerson; projects: number; role: "owner" | "manager" | "reviewer" | "annotator"; side: "customer" | "vendor"; since: string; };

export type MetToday = { items: number; minutes: number; warning: "violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing"; };

export type Migrated = { from_version: number; steps: number; to_version: number; };

export type MixedUp = { mixed: Estimate; one: string; other: string; share: number; };

export type ModelCost = { answers: number; risk: number; same: number; };

export type Move = { from: string; items: number; to: string; };

export type Moved = { last_at: string; now: Named; person: Named; was: Named; };

export type MyAnnotation = { appeal: MyAppeal | null; assignment_id: string; comment: string | null; item_id: string; state: "leased" | "rework" | "submitted" | "skipped" | "expired" | "returned" | "released"; submitted_at: string; summary: string; verdict: "unreviewed" | "in_review" | "accepted" | "fixed" | "rejected" | "disputed" | "outdated" | null; };

export type MyAnnotationDetail = { answers: Record<string, unknown>; work: Work; writing?: MyWriting | null; };

export type MyAppeal = { reply: string; state: "possible" | "open" | "granted" | "declined"; };

export type MyCare = { declined: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; today: Array<MetToday>; zone: string; };

export type MyConcern = { appeal: "none" | "open" | "granted" | "declined"; id: string; kind: "says_nothing" | "one_side" | "long_run" | "too_fast" | "drift" | "gold_known" | "same_mistakes" | "copied_text" | "repeated_text" | "taken_text" | "one_grade" | "wrong_gold" | "text_brought_in" | "odd_typing" | "ambiguous" | "confusing_labels" | "guideline_regression"; question: string; reply: string; text: string; told: string; upheld_at: string; word: string; };

export type MyConcerns = { items: Array<MyConcern>; };

export type MyDay = { active_ms: number; day: string; submitted: number; };

export type MyFigures = { figures: Figures; shown: boolean; };

export type MyRecord = { accepted: number; active_ms: number; days: Array<MyDay>; fixed: number; in_rework: number; label: string; median_seconds: number | null; rejected: number; review: Score; skipped: number; submitted: number; };

export type MyScore = { mark: number | null; qualification: Qualification | null; score: Score | null; told_from: number; };

export type MySkill = { expires_at: string | null; held: boolean; name: string; since: string; source: "granted" | "earned"; };

export type MySkills = { items: Array<MySkill>; };

export type MyTrait = { at_least: number; by_lot: number; id: string; name: string; options: Array<string>; said: string | null; why: string; };

export type MyTraits = { items: Array<MyTrait>; };

export type MyVersion = { answers: Record<string, unknown> | null; at: string; barred: "words" | "questions" | "form" | null; comment: string; number: number; restores: number | null; stands: boolean; verdict: "accept" | "fix" | "reject" | null; why: "submitted" | "rework" | "asked_anew" | "fixed" | "restored"; };

export type MyVersionRestored = { answers: Record<string, unknown>; revision: number; saved_at: string; version: number; };

export type MyVersions = { in_hand: boolean; schema_version: number; versions: Array<MyVersion>; };

export type MyWriting = { flags: Array<"pasted" | "silent" | "fast" | "after_away" | "untrusted" | "even">; summary: WritingSummary; };

export type Named = { id: string; name: string; };

export type NameRival = { note?: string; };

export type NewAppeal = { text: string; };

export type NewComment = { key: string; place: CommentPlace; text: string; };

export type NewProject = { description?: string; exclusivity?: "none" | "person" | "pod" | "vendor"; guideline?: string | null; lease_seconds?: number | null; name: string; overlap?: number | null; overlap_last?: boolean; overlap_max?: number | null; overlap_risk?: number | null; overlap_tolerance?: number | null; person_cap?: number | null; preset?: string | null; restricted?: boolean; review_share?: number | null; schema?: Record<string, unknown> | null; /** Small letters, digits and hyphens; at most 80. */ slug?: string | null; };

export type NewReply = { key: string; text: string; };

export type NextAdjudication = { have?: Array<string>; };

export type NextRequest = { have?: Array<string>; };

export type NextReview = { have?: Array<string>; };

export type Notification = { about: Record<string, unknown>; at: string; id: string; kind: string; project: Named | null; read_at: string | null; who: Named | null; };

export type NotificationChoices = { kinds: Array<NotificationKind>; };

export type NotificationKind = { kind: string; title: string; wanted: boolean; };

export type NoWork = { retry_after: number; status: "none" | "wait" | "done" | "paused" | "cap" | "read_guideline" | "not_qualified" | "spared" | "resting" | "unskilled"; };

export type NumberFigures = { apart: GroupFigure; mean: GroupFigure; others: GroupFigure; };

export type Offer = { answered_at: string | null; id: string; offered_at: string; state: "open" | "accepted" | "declined" | "withdrawn"; terms: Terms; };

export type OfferGrant = { due?: string | null; languages?: Array<string>; pay?: OfferPay | null; skills?: Array<string>; volume?: "tens" | "hundreds" | "thousands" | "tens_of_thousands" | "more" | null; };

export type OfferPay = { /** ISO 4217. */ currency?: string; /** Micro-units: 250000 is 0.25. */ micros: number; };

export type Offers = { items: Array<Offer>; };

export type Offset = { offset: number; };

export type Only = { annotation_ids?: Array<string> | null; answer_filters?: Record<string, unknown> | null; filters?: Record<string, unknown> | null; item_ids?: Array<string> | null; };

export type Opened = { answers: number; question: string; };

export type OpenItem = { content: Record<string, unknown>; item: ItemRow; metadata: Record<string, unknown>; schema_version: number; };

export type Orders = { orders: Record<string, Array<string>>; };

export type Overlap = { answers: number; asking: number; most: number; sure: number; };

export type OwnCap = { cap: number; id: string; };

export type OwnerReach = { owner: Named; vendors: Array<Named>; };

export type OwnerShare = { cap: number | null; own: boolean; owner: Named; seen: number; share: number; vendors: Array<Named>; };

export type Ownership = { edges: Array<OwnershipEdge>; left_out: number; linked: boolean; parties: Array<Party>; rivals: Array<Party>; settings: OwnershipSettings; us: Party; vendors: Array<VendorOwnership>; };

export type OwnershipEdge = { attested_at: string | null; details: string; held: Party; holder: Party; id: string; max_bp: number; min_bp: number; own: boolean; recorded_at: string; source: string; state: "rumoured" | "announced" | "closed" | "ended"; type: "shareholding" | "votingRights" | "appointmentOfBoard" | "otherInfluenceOrControl" | "seniorManagingOfficial" | "settlor" | "trustee" | "protector" | "beneficiaryOfLegalArrangement" | "rightsToSurplusAssetsOnDissolution" | "rightsToProfitOrIncome" | "rightsGrantedByContract" | "conditionalRightsGrantedByContract" | "controlViaCompanyRulesOrArticles" | "controlByLegalFramework" | "boardMember" | "boardChair" | "unknownInterest" | "unpublishedInterest" | "enjoymentAndUseOfAssets" | "rightToProfitOrIncomeFromAssets" | "nominee" | "nominator"; valid_from: string | null; valid_until: string | null; version: number; };

export type OwnershipEdges = { items: Array<OwnershipEdge>; };

export type OwnershipSettings = { on_announced: "pause" | "freeze" | "continue"; profile: "default" | "government"; threshold_bp: number; };

export type OwnGuidelineScore = { guideline_version: number; questions: Array<OwnRight>; work: OwnWork; };

export type OwnPoint = { answers: number; high: number; low: number; monday: string; value: number; };

export type OwnRight = { high: number; low: number; question: string; value: number; };

export type OwnScore = { points: Array<OwnPoint>; question: string; };

export type OwnWeek = { monday: string; work: OwnWork; };

export type OwnWork = { accepted: Estimate; answers: number; reworked: Estimate; seconds: Estimate; };

export type Pace = { answers: number; days_with: number | null; days_without: number | null; recent: number; recent_of_all: number; wanted: number; };

export type PageOfAdjudicationRow = { items: Array<AdjudicationRow>; next?: string | null; };

export type PageOfAnswerRow = { items: Array<AnswerRow>; next?: string | null; };

export type PageOfApiKey = { items: Array<ApiKey>; next?: string | null; };

export type PageOfAppeal = { items: Array<Appeal>; next?: string | null; };

export type PageOfAssembledItem = { items: Array<AssembledItem>; next?: string | null; };

export type PageOfBatch = { items: Array<Batch>; next?: string | null; };

export type PageOfBulkAct = { items: Array<BulkAct>; next?: string | null; };

export type PageOfBulkResult = { items: Array<BulkResult>; next?: string | null; };

export type PageOfCanary = { items: Array<Canary>; next?: string | null; };

export type PageOfConcern = { items: Array<Concern>; next?: string | null; };

export type PageOfDelivery = { items: Array<Delivery>; next?: string | null; };

export type PageOfDisagreement = { items: Array<Disagreement>; next?: string | null; };

export type PageOfDrillSummary = { items: Array<DrillSummary>; next?: string | null; };

export type PageOfExposure = { items: Array<Exposure>; next?: string | null; };

export type PageOfFlagOut = { items: Array<FlagOut>; next?: string | null; };

export type PageOfGoldItem = { items: Array<GoldItem>; next?: string | null; };

export type PageOfImport = { items: Array<Import>; next?: string | null; };

export type PageOfIncident = { items: Array<Incident>; next?: string | null; };

export type PageOfInvitation = { items: Array<Invitation>; next?: string | null; };

export type PageOfItemRow = { items: Array<ItemRow>; next?: string | null; };

export type PageOfListedComment = { items: Array<ListedComment>; next?: string | null; };

export type PageOfLogEntry = { items: Array<LogEntry>; next?: string | null; };

export type PageOfMember = { items: Array<Member>; next?: string | null; };

export type PageOfMyAnnotation = { items: Array<MyAnnotation>; next?: string | null; };

export type PageOfNotification = { items: Array<Notification>; next?: string | null; };

export type PageOfParty = { items: Array<Party>; next?: string | null; };

export type PageOfProblem = { items: Array<IngestModelProblem>; next?: string | null; };

export type PageOfProject = { items: Array<Project>; next?: string | null; };

export type PageOfRefusal = { items: Array<Refusal>; next?: string | null; };

export type PageOfRelease = { items: Array<Release>; next?: string | null; };

export type PageOfReviewRow = { items: Array<ReviewRow>; next?: string | null; };

export type PageOfSeverance = { items: Array<Severance>; next?: string | null; };

export type PageOfVariant = { items: Array<Variant>; next?: string | null; };

export type PageOfVendor = { items: Array<Vendor>; next?: string | null; };

export type PageOfWritingRecord = { items: Array<WritingRecord>; next?: string | null; };

export type PartAgreement = { alpha: Estimate; answers: number; part: string; percent: Estimate; };

export type Party = { id: string; jurisdiction?: string | null; kind: "organization" | "person"; name: string; own?: boolean; };

export type PathStep = { edge: string; held: string; holder: string; max_bp: number; min_bp: number; state: "rumoured" | "announced" | "closed" | "ended"; type: "shareholding" | "votingRights" | "appointmentOfBoard" | "otherInfluenceOrControl" | "seniorManagingOfficial" | "settlor" | "trustee" | "protector" | "beneficiaryOfLegalArrangement" | "rightsToSurplusAssetsOnDissolution" | "rightsToProfitOrIncome" | "rightsGrantedByContract" | "conditionalRightsGrantedByContract" | "controlViaCompanyRulesOrArticles" | "controlByLegalFramework" | "boardMember" | "boardChair" | "unknownInterest" | "unpublishedInterest" | "enjoymentAndUseOfAssets" | "rightToProfitOrIncomeFromAssets" | "nominee" | "nominator"; };

export type Pay = { currency: string; micros: number; };

export type PayFigure = { at_least: number; currency: string; micros: number; };

export type Permission = { name: string; roles: Array<string>; title: string; };

export type Permissions = { permissions: Array<Permission>; };

export type PersonFigures = { figures: Figures; person: Named; };

export type PersonProgress = { accepted: number; agreement: Estimate; fixed: number; in_rework: number; last_at: string | null; median_seconds: number | null; organization: Named; person: Named; rejected: number; skipped: number; submitted: number; };

export type PersonRecord = { agreement: Estimate; all: WorkDone; by_guideline: Array<GuidelineScore>; guideline: Array<GuidelineMark>; least: number; organization: Named; person: Named; questions: Array<QuestionScore>; weeks: Array<Week>; };

export type PersonSkill = { organization: Named; person: Named; skill: Estimate; };

export type PersonWaiver = { approved_at: string | null; approved_by: Named | null; asked_at: string; asked_by: Named; ended_at: string | null; ended_by: Named | null; expires_at: string; id: string; person: Named; reason: string; state: "asked" | "approved" | "expired" | "ended"; };

export type PersonWaivers = { items: Array<PersonWaiver>; };

export type Piece = { kind: "same" | "added" | "removed"; text: string; };

export type PlantCanaries = { batch_id: string; rows: Array<unknown>; vendor_id: string; };

export type PlantedCanaries = { planted: number; problems: Array<IngestModelProblem>; };

export type Portion = { given: number; items: number; opens_at: string; waiting: number; };

export type PortionPlans = { items: Array<Portions>; };

export type Portions = { first_at: string; hours: number; items: number; next_at: string; past: Array<Portion>; vendor: Named; whole: boolean; };

export type Preset = { columns_hint: Record<string, Array<string>>; guideline: string; id: string; overlap: number; review_share: number; sample_items: Array<Record<string, unknown>>; schema: LabelSchema; summary: string; title: string; };

export type Presets = { items: Array<Preset>; };

export type Preview = { columns: Array<string>; mapping: Mapping; problems: Array<IngestModelProblem>; rows: Array<Record<string, unknown>>; };

export type Problems = { problems: Array<FieldsModelProblem>; };

export type Progress = { annotations: number; answered: number; done: number; in_review: number; in_work: number; items: number; open: number; people: number; skipped: number; };

export type Project = { created_at: string; description: string; exclusivity?: "none" | "person" | "pod" | "vendor"; guideline_version: number; id: string; lease_seconds: number; my_role: "owner" | "manager" | "reviewer" | "annotator" | null; name: string; overlap: number; overlap_last?: boolean; overlap_max?: number | null; overlap_risk?: number; overlap_tolerance?: number; permissions: Array<string>; person_cap: number | null; preset: string | null; progress?: Progress; restricted?: boolean; review_share: number; schema_version: number; slug: string; state: "draft" | "active" | "paused" | "archived"; };

export type ProjectChanges = { description?: string; exclusivity?: "none" | "person" | "pod" | "vendor"; lease_seconds?: number; name?: string; overlap?: number; overlap_last?: boolean; overlap_max?: number | null; overlap_risk?: number; overlap_tolerance?: number; person_cap?: number | null; restricted?: boolean; review_share?: number; };

export type ProjectMember = { organization: ProjectsSchemasOrganization; person: ProjectsSchemasPerson; role: "manager" | "reviewer" | "annotator"; since: string; };

export type ProjectMembers = { items: Array<ProjectMember>; };

export type ProjectProgress = { people: Array<PersonProgress>; per_day: Array<Day>; progress: Progress; };

export type ProjectProof = { cut_at: string; deliveries: number; last_delivery: string | null; late: number; leases: number; project: Named; reviews: number; sessions: number; };

export type ProjectRadius = { held: Held; items: number; pace: Pace; project: Named; seen: Seen; share: number; state: "offered" | "active" | "paused" | "frozen" | "severed"; };

export type ProjectRef = { description: string; id: string; name: string; };

export type ProjectsSchemasOrganization = { id: string; kind: "customer" | "vendor"; name: string; };

export type ProjectsSchemasPerson = { email: string; id: string; name: string; };

export type ProjectSeat = { id: string; role: "manager" | "reviewer" | "annotator"; };

export type ProjectSpend = { currency: string; hhi: number; micros: number; };

export type ProjectWall = { held: Array<HeldBack>; moved: Array<Moved>; quarantines: number; refused: Array<RefusedOn>; seats: number; };

export type Proof = { at: string; clean: boolean; projects: Array<ProjectProof>; };

export type Pull = { difference: Estimate; judge: Estimate; people: Estimate; };

export type PutAdjudicationPolicy = { below: number; people?: Array<string>; questions?: Array<string>; };

export type PutAnswerPrice = { /** ISO 4217. */ currency?: string; /** Micro-units: 250000 is 0.25. */ micros: number | null; /** Whether the firm and its people read it. Left out: as before. */ told?: boolean | null; };

export type PutBranches = { branches: Array<BranchPlan>; dry_run?: boolean; version: number; };

export type PutDetection = { shared: boolean; };

export type PutGold = { key: GoldKey; next_course?: boolean; place?: number | null; use: "hidden" | "training" | "screening"; };

export type PutGoldPolicy = { gate: boolean; mark?: number; renew_course?: boolean; share: number; share_min?: number | null; };

export type PutGuideline = { markdown: string; note?: string | null; pass_again?: boolean; };

export type PutMember = { role: "manager" | "reviewer" | "annotator"; };

export type PutMyCare = { declined: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; zone?: string; };

export type PutNotificationChoices = { muted: Array<string>; };

export type PutPortions = { first_at?: string | null; hours: number; items: number; whole?: boolean; };

export type PutQualification = { note: string; state: "admitted" | "barred"; };

export type PutRouting = { calibration?: number; holders: Array<HolderShare>; version: number; };

export type PutSchema = { note?: string | null; schema: Record<string, unknown>; };

export type PutShortcuts = { keys: Record<string, Array<string>>; };

export type PutSkill = { course_id?: string | null; description?: string; name: string; valid_days?: number | null; };

export type PutWritingPolicy = { active: boolean; keep_days?: number; };

export type Qualification = { decided_at: string; decided_by?: Named | null; guideline_version?: number | null; note?: string; older?: boolean; score: number | null; state: "passed" | "failed" | "admitted" | "barred"; };

export type Quarantine = { id: string; since: string; };

export type Quarantines = { items: Array<Quarantine>; };

export type Question = { allow_cannot_assess?: boolean; allow_not_applicable?: boolean; help?: string | null; justification?: "none" | "optional" | "required"; kind: "choice" | "rating" | "ranking" | "pairwise" | "text" | "spans" | "relations" | "flags" | "slider" | "number" | "date" | "steps" | "errors" | "claims" | "rubric" | "criteria"; /** A letter, then letters, digits or underscores; at most 64. */ name: string; required?: boolean; required_if?: Condition | null; searchable?: boolean; settings?: Record<string, unknown>; show_if?: Condition | null; target?: Target; title: string; };

export type QuestionAgreement = { alpha: Estimate; also?: Array<Measured>; answers: number; cohen: Estimate; distribution: Array<Bar>; fleiss: Estimate; guidelines?: Array<GuidelineAgreement>; items: number; kind: string; measure_scale: "nominal" | "ordinal" | "interval" | "spans" | "sets"; mixed_up?: Array<MixedUp>; parts?: Array<PartAgreement>; people: number; percent: Estimate; question: string; };

export type QuestionAnchoring = { anchoring: Anchoring; question: string; };

export type QuestionFit = { facts: FitFacts; findings: Findings; goal?: Goal | null; people: Array<PersonSkill>; question: string; };

export type QuestionRight = { question: string; right: Estimate; };

export type QuestionScore = { believed: Estimate; confusion: Array<Array<number>>; labels: Array<string>; points: Array<ScorePoint>; question: string; };

export type QuestionSpread = { people: Array<FirmPerson>; points: Array<SpreadPoint>; question: string; };

export type Reached = { measure: "self" | "share" | "control" | "tie" | "seat"; party: Party; path: Array<PathStep>; share_bp: number; state: "closed" | "announced"; top: boolean; way: "self" | "influence" | "control" | "seat"; };

export type ReadGuideline = { version: number; };

export type ReadNotifications = { ids?: Array<string> | null; };

export type Recipe = { batch_ids?: Array<string> | null; groups?: "firm"; include_metadata?: boolean; license?: string | null; margin?: "vote" | "bradley_terry"; min_answers?: number; note?: string | null; only?: Only; preferred_at_least?: number; question?: string | null; rating_gap?: number; review?: "any" | "accepted"; seed?: number; split?: Split | null; steps?: "majority" | "mean"; ties?: "drop" | "keep"; truth?: "all" | "majority" | "inferred"; unpaired_at_least?: number | null; };

export type Reconciliation = { as_of: string; asked_by: Named | null; compared: Compared; differences: number; id: string; took_ms: number; };

export type RecordedDrill = { digest: string; drill: DrillSummary; envelope: SignedEnvelope | null; result: DrillResult; };

export type RecordEdge = { attested_at?: string | null; details?: string; held: string; holder: string; max_bp: number; min_bp: number; source?: string; state: "rumoured" | "announced" | "closed" | "ended"; type: "shareholding" | "votingRights" | "appointmentOfBoard" | "otherInfluenceOrControl" | "seniorManagingOfficial" | "settlor" | "trustee" | "protector" | "beneficiaryOfLegalArrangement" | "rightsToSurplusAssetsOnDissolution" | "rightsToProfitOrIncome" | "rightsGrantedByContract" | "conditionalRightsGrantedByContract" | "controlViaCompanyRulesOrArticles" | "controlByLegalFramework" | "boardMember" | "boardChair" | "unknownInterest" | "unpublishedInterest" | "enjoymentAndUseOfAssets" | "rightToProfitOrIncomeFromAssets" | "nominee" | "nominator"; valid_from?: string | null; valid_until?: string | null; };

export type RecordParty = { jurisdiction?: string | null; kind?: "organization" | "person"; name: string; };

export type RecordState = { job: LastJob | null; last: Reconciliation | null; open_incidents: number; };

export type Refreshing = { job_id: string; };

export type Refusal = { first_at: string; kind: "content" | "brief" | "metadata"; last_at: string; organization: Named; person: Named; reason: "person" | "employer" | "quarantined" | "changing"; times: number; };

export type RefusedOn = { day: string; organization: Named; reason: "person" | "employer" | "quarantined" | "changing"; times: number; };

export type Release = { created_at: string; created_by: Named; digest: string | null; error: string | null; exports: Array<Export>; id: string; job: LastJob; manifest: Manifest | null; name: string; number: number; progress: Done; recipe: Recipe; snapshot_at: string | null; state: "building" | "ready" | "failed" | "cancelled"; };

export type ReleaseRef = { id: string; name: string; number: number; };

export type RenditionProblem = { field: string; line: number; reason: string; };

export type RenditionRow = { content: Record<string, unknown>; external_id?: string | null; item_id?: string | null; };

export type Renditions = { answers: number; tiers: Array<TierStanding>; };

export type Replay = { delivery_ids?: Array<string>; failed_since?: string | null; };

export type Replayed = { deliveries: number; };

export type RequiredSkills = { batches?: Array<BatchSkills>; skills?: Array<string>; };

export type ResolveComment = { resolved?: boolean; };

export type ResolveRequest = { note?: string; };

export type RestoreAnswer = { key: string; migrate?: boolean; reason: string; stands: string; };

export type RestoreMyVersion = { revision: number; version: number; };

export type ReviewLease = { annotation_id: string; assignment_id: string; attempt: number; author: Author; id: string; item_id: string; lease_until: string; };

export type ReviewPolicy = { audit_share?: number; rework_limit?: number | null; then_to?: "someone_else" | "adjudicate"; };

export type ReviewRow = { author: Named; comment: string; decided_at: string; external_id: string | null; id: string; item_id: string; ord: number; reviewer: Named; verdict: "accept" | "fix" | "reject"; };

export type ReviewWork = { answers: Record<string, unknown>; before?: Record<string, unknown> | null; content: Record<string, unknown>; display: Orders; earlier: Array<Earlier>; guideline_version: number; limit?: ReworkLimit | null; rendition?: "original" | "redacted" | "synthetic"; review: ReviewLease; schema_version: number; shown?: Record<string, unknown> | null; status: "work"; warnings?: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; };

export type ReworkLimit = { then_to: "someone_else" | "adjudicate"; times: number; };

export type ReworkOut = { answers: Record<string, unknown>; because?: "review" | "schema"; comment: string; reviewed_at: string; };

export type Rival = { group: Array<Party>; named_at: string; named_by: Named; note: string; party: Party; };

export type Rivals = { items: Array<Rival>; };

export type Routing = { active: boolean; applying: boolean; calibration: number; calibration_items: number; history: Array<RoutingVersion>; holders: Array<Holder>; nobody: number; version: number; };

export type RoutingPreview = { begun: number; calibration_items: number; exact: boolean; extra_answers: number; holders: Array<HolderPreview>; moved: number; moves: Array<Move>; nobody: number; };

export type RoutingVersion = { calibration: number; created_at: string; created_by: Named; shares: Array<HolderShare>; version: number; };

export type SampleChecked = { content: Record<string, unknown>; problems: Array<FieldsModelProblem>; };

export type SampledItem = { external_id: string | null; item_id: string; };

export type SampleJudge = { ask_first?: boolean; bands?: number; by?: "verdict" | "score"; least?: number; question: string; seed?: number; size?: number; source: string; version: string; };

export type SchemaEntry = { created_at: string; created_by: Named; digest: string; note: string; version: number; };

export type SchemaMigration = { applied_at: string | null; applied_by: Named | null; created_at: string; created_by: Named; effect: Effect | null; from_version: number; id: string; plan?: SchemaPlan; progress: JobProgress; reopen: "none" | "rework" | "someone_else"; reopened: number; schema?: LabelSchema; stale: boolean; state: "counting" | "ready" | "applied"; to_version: number | null; };

export type SchemaMigrations = { items: Array<SchemaMigration>; };

export type SchemaPlan = { from_version: number; note?: string; reopen?: "none" | "rework" | "someone_else"; schema?: Record<string, unknown> | null; steps: Array<Record<string, unknown>>; };

export type Schemas = { items: Array<SchemaEntry>; };

export type SchemasCost = { currency: string | null; high: number | null; low: number | null; micros: number | null; note?: string | null; };

export type SchemaVersion = { created_at: string; digest: string; note: string; schema: LabelSchema; version: number; };

export type Score = { high: number | null; low: number | null; n: number; value: number | null; };

export type Scorecard = { blind: boolean; computed_at: string | null; firms: Array<FirmScore>; gold_items: number; job: LastJob | null; least: number; stale: boolean; };

export type ScorePoint = { fit: number; skill: Estimate; through: string; };

export type Seen = { answers: number; first_at: string | null; guidelines: number; items: number; last_at: string | null; media: number; outputs: number; people: number; schemas: number; suggestions: number; };

export type SeenByDay = { id: string; seen: Array<number>; };

export type SeenInProject = { answers: number; first_at: string; guidelines: number; items: number; last_at: string; media: number; of: number; original: number; outputs: number; people: number; project: Named; schemas: number; suggestions: number; };

export type SetBulkActState = { state: "running" | "paused" | "cancelled"; };

export type SetCaps = { each_owner?: number | null; each_vendor?: number | null; owners?: Array<OwnCap>; vendors?: Array<OwnCap>; };

export type SetDefaultView = { list?: "items" | "answers"; view_id: string | null; };

export type SetGrant = { state: "active" | "paused" | "frozen"; tier?: "original" | "redacted" | "synthetic" | null; };

export type SetImportState = { state: "paused" | "running" | "cancelled"; };

export type SetItemState = { state: "open" | "cancelled"; };

export type SetState = { state: "draft" | "active" | "paused" | "archived"; };

export type SetUp = { email: string; name: string; organization: string; password: string; token: string; };

export type SetupNeeded = { needed: boolean; };

export type SetWallSettings = { brief_months?: number | null; content_months?: number | null; drafts: "keep" | "discard"; metadata_months?: number | null; two_to_sever: boolean; };

export type Sever = { drafts?: "keep" | "discard" | null; projects?: Array<string> | null; reason?: string; vendor_id: string; };

export type Severance = { approved_by: Named | null; asked_at: string; asked_by: Named; cut_at: string | null; cuts: Array<CutGrant>; drafts: "keep" | "discard"; ended_by: Named | null; everywhere: boolean; id: string; projects: Array<Named>; reason: string; state: "waiting" | "withdrawn" | "cut" | "undone"; took_ms: number | null; undo_at: string | null; undo_by: Named | null; undo_reason: string | null; undone_at: string | null; undone_by: Named | null; vendor: Named; };

export type Shares = { each_owner: number | null; each_vendor: number | null; hhi: number | null; items: number; owners: Array<OwnerShare>; vendors: Array<VendorShare>; };

export type Shortcuts = { keys: Record<string, Array<string>>; };

export type ShowFigures = { shown: boolean; };

export type SignedEnvelope = { payload: string; payloadType: string; signatures: Array<EnvelopeSignature>; };

export type SignedReport = { envelope: SignedEnvelope; id: string; page: string; verifier_key: string; };

export type SignIn = { email: string; password: string; };

export type Skill = { course: Named | null; description: string; holders: number; id: string; name: string; valid_days: number | null; };

export type SkillHolder = { expires_at: string | null; granted_by: Named | null; held: boolean; person: Named; since: string; source: "granted" | "earned"; };

export type SkillHolders = { items: Array<SkillHolder>; };

export type Skills = { items: Array<Skill>; };

export type SkillView = { have: Record<string, number>; lack: Record<string, number>; skill: Named; };

export type SkipRequest = { comment?: string; reason: "not_my_expertise" | "unclear" | "broken_item" | "too_long" | "harmful" | "other"; };

export type Snapshot = { annotations_digest: string; at: string; };

export type SoftLabel = { label: string; probability: number; votes: number; };

export type SourceAnchoring = { anchoring: Anchoring; source: string; version: string; };

export type SpendConcentration = { after: number; before: number; currency: string; micros: number; };

export type Split = { test: number; train: number; };

export type SpreadPoint = { fit: number; high: number; low: number; middle: number; people: number; through: string; };

export type StandIn = { beaten: number; note?: string | null; passes: boolean; people: number; };

export type StartImport = { mapping?: Mapping | null; };

export type Statement = { lines: Array<StatementLine>; sums: Array<Pay>; };

export type StatementLine = { accepted: number; active_ms: number; answers: number; firm: Named; label: string; month: string; open: number; pay: Pay | null; price: Pay | null; rejected: number; reviewed: number; };

export type Statements = { statements: Array<unknown>; };

export type Step = { done: number; ended_at: string | null; step: "leases" | "reviews" | "drafts"; total: number | null; };

export type Stratum = { drawn: number; name: string; there: number; };

export type SubjectExposure = { identities: Array<IdentityTold>; kind: "person" | "vendor" | "owner"; projects: Array<SeenInProject>; subject: Named; vendors: Array<Named>; volumes: Array<VolumeTold>; };

export type SubmitRequest = { active_ms?: number; answers: Record<string, unknown>; key: string; next?: Array<string> | null; schema_version: number; writing?: WritingSummary | null; };

export type Submitted = { annotation_id: string; feedback?: Feedback | null; idle?: NoWork | null; next?: Work | null; submitted_at: string; };

export type Suggested = { question: string; score: number | null; source: string | null; version: string | null; };

export type SuggestionMode = { reveal: "never" | "before" | "after"; };

export type SuggestionPolicy = { held_out?: number; min_score?: number; reveal?: "never" | "before" | "after"; source?: string | null; tell_source?: boolean; };

export type SuggestionProblem = { field: string; line: number; reason: string; };

export type SuggestionRow = { answers: Record<string, unknown>; external_id?: string | null; item_id?: string | null; score?: number | Record<string, number> | null; shown_first?: string | null; };

export type Suggestions = { answers: Record<string, unknown>; status: "shown" | "none" | "after"; suggested: Array<Suggested>; };

export type SuggestionSource = { first_at: string; judge: boolean; last_at: string; mean_score: number | null; source: string; suggestions: number; version: string; };

export type SuggestionSources = { items: Array<SuggestionSource>; };

export type SuppliedVariants = { examples: Array<VariantExample>; problems: Array<IngestModelProblem>; taken: number; };

export type SupplyVariants = { dry_run?: boolean; judged?: boolean; rows: Array<VariantRow>; };

export type Suppose = { owner_id?: string | null; owner_name?: string | null; share_bp: number; type?: "shareholding" | "votingRights" | "appointmentOfBoard" | "otherInfluenceOrControl" | "seniorManagingOfficial" | "settlor" | "trustee" | "protector" | "beneficiaryOfLegalArrangement" | "rightsToSurplusAssetsOnDissolution" | "rightsToProfitOrIncome" | "rightsGrantedByContract" | "conditionalRightsGrantedByContract" | "controlViaCompanyRulesOrArticles" | "controlByLegalFramework" | "boardMember" | "boardChair" | "unknownInterest" | "unpublishedInterest" | "enjoymentAndUseOfAssets" | "rightToProfitOrIncomeFromAssets" | "nominee" | "nominator"; vendor_id: string; };

export type Supposed = { capacity: Array<Capacity>; exposure: Concentration; frozen: Array<Frozen>; known: Array<Known>; owner: Party; parties: Array<Party>; spend: Array<SpendConcentration>; vendor: Named; vendors: Array<Named>; };

export type Sure = { items: number; least: number; most: number; };

export type SwitchTenant = { tenant_id: string; };

export type Target = { field?: string | null; level?: "item" | "message" | "turn" | "response"; roles?: Array<"system" | "user" | "assistant" | "tool"> | null; };

export type TellMyTrait = { consent: boolean; option: string; };

export type TenantSeat = { id: string; name: string; role: "owner" | "manager" | "reviewer" | "annotator"; side: "customer" | "vendor"; };

export type Terms = { asked: Array<string>; due: string | null; languages: Array<string>; pay: OfferPay | null; shown: Array<string>; skills: Array<string>; volume: "tens" | "hundreds" | "thousands" | "tens_of_thousands" | "more" | null; };

export type TierStanding = { answers: number; found: Record<string, number>; imported: number; items: number; lacking: number; made: number; making: MakingStanding | null; tier: "redacted" | "synthetic"; vendors: Array<Named>; };

export type Topic = { parts: Array<string>; title: string; topic: string; };

export type TopicList = { items: Array<Topic>; };

export type TracedVendor = { canaries: number; chance: number; vendor: Named; };

export type TraceMatch = { chance: number; external_id: string | null; first_at: string | null; how: "whole" | "parts"; item_id: string; last_at: string | null; longest: number; of: number; others: number; owners: Array<OwnerReach>; passages: Array<TracePassage>; people: number; planted_at: string; project: Named; retired_at: string | null; vendor: Named; viewers: Array<Viewer> | null; words: number; };

export type TracePassage = { at: number; text: string; words: number; };

export type TraceReport = { at: string; canaries: number; convincing: number; digest: string; forms: FormFindings | null; items: number; matches: Array<TraceMatch>; vendors: Array<TracedVendor>; words: number; };

export type TraceText = { project_id?: string | null; text: string; };

export type Trait = { at_least: number; brand_words: Array<string>; created_at: string; id: string; name: string; options: Array<string>; why: string; };

export type Traits = { items: Array<Trait>; };

export type Trust = { answers: number; common: Array<CommonOwner>; hhi: number | null; items: number; last_cut_ms: number | null; last_drill: DrillSummary | null; oldest_until: string | null; owners: Array<TrustOwner>; pairs: number; refusals: number; spend: Array<ProjectSpend>; vendors: Array<TrustVendor>; };

export type TrustHistory = { days: Array<string>; owners: Array<SeenByDay>; vendors: Array<SeenByDay>; };

export type TrustOwner = { cap: number | null; known: Array<KnownItems>; owner: Named; rival: boolean; seen: number; share: number; vendors: Array<Named>; };

export type TrustVendor = { attested_until: string | null; canaries: VendorCanaries | null; cap: number | null; conflicts: number; grant: "offered" | "active" | "paused" | "frozen" | "severed" | null; labels: VendorLabels; owners: Array<Named>; people: number; reason: "conflict" | "announced" | "expired" | "exclusive" | "unverified" | null; seen: number; share: number; since: string | null; undisclosed_bp: number; vendor: Named; verified: boolean; };

export type Truth = { changed: number; fit: number; fitted_at: string | null; job: LastJob | null; least_sure: Array<UnsureItem>; overlap: Overlap | null; questions: Array<QuestionFit>; sure: Array<Sure>; through: string | null; };

export type Try = { at: string; error?: string | null; ms: number; status?: number | null; };

export type Undo = { reason: string; };

export type Unread = { unread: number; };

export type UnsureItem = { answers: number; external_id: string | null; item_id: string; probability: number; };

export type UpdateBatch = { name?: string | null; priority?: number | null; state?: "open" | "paused" | "cancelled" | null; };

export type UpdateMe = { name: string; };

export type UpdateMember = { role: "owner" | "manager" | "reviewer" | "annotator"; };

export type UpdateView = { columns?: Array<string> | null; filters?: Record<string, unknown> | null; name?: string | null; shared?: boolean | null; sort?: string | null; };

export type UpdateWebhook = { description?: string | null; state?: "active" | "paused" | null; topics?: Array<string> | null; url?: string | null; };

export type Upload = { chunk_bytes: number; offset: number; };

export type Variant = { differences: Array<VariantExample>; external_id: string | null; item_id: string; made_at: string; made_by: Named; origin: "supplied" | "made"; vendors: number; };

export type VariantExample = { external_id: string | null; field: string; original: string; other: string; };

export type VariantField = { may: "free" | "judged" | "never"; name: string; title: string; why: string; };

export type VariantOverview = { fields: Array<VariantField>; items: number; made: number; supplied: number; };

export type VariantRow = { external_id: string; fields: Record<string, string | Array<string>>; };

export type Vendor = { created_at: string; id: string; name: string; people: number; projects: number; };

export type VendorCanaries = { live: number; planted: number; tripped: number; };

export type VendorGrant = { clear_until: string | null; epoch: number; people: number; project: Named; reason: "conflict" | "announced" | "expired" | "exclusive" | "unverified" | null; since: string; state: "offered" | "active" | "paused" | "frozen" | "severed"; tier?: "original" | "redacted" | "synthetic"; };

export type VendorGrants = { items: Array<VendorGrant>; };

export type VendorLabels = { alone: number; answers: number; share: number; };

export type VendorOwnership = { attested_until: string | null; confirmed: boolean; conflicts: Array<Conflict>; linked: boolean; party: Party; reached: Array<Reached>; undisclosed_bp: number; vendor: Named; verified: boolean; };

export type VendorShare = { cap: number | null; grant: "offered" | "active" | "paused" | "frozen" | "severed" | null; own: boolean; seen: number; share: number; vendor: Named; };

export type VerifierKey = { verifier_key: string; };

export type VersionVerdict = { after_reject: "rework" | "someone_else" | "adjudicate" | null; at: string; comment: string; overturned: boolean; reviewer: Named; stage: "review" | "audit"; verdict: "accept" | "fix" | "reject"; };

export type Viewer = { first_at: string; kinds: Array<"item" | "media" | "guideline" | "schema" | "answers" | "gold" | "suggestion" | "model_outputs">; last_at: string; organization: Named; person: Named; purposes: Array<"annotate" | "review" | "adjudicate" | "browse" | "export" | "configure">; renditions: Array<"original" | "redacted" | "synthetic">; views: number; };

export type ViewProblem = { field: string; message: string; };

export type Voice = { annotation_id: string; answers: Record<string, unknown>; label: string | null; minority: boolean; organization: Named; person: Named; };

export type VolumeTold = { at: string; due: string | null; project: Named; volume: string | null; week: string; };

export type Waiver = { approved_at: string | null; approved_by: Named | null; asked_at: string; asked_by: Named; conflict_id: string; ended_at: string | null; ended_by: Named | null; expires_at: string; id: string; reason: string; rival: Party | null; state: "asked" | "approved" | "expired" | "ended" | "over"; vendor: Named; };

export type Waivers = { items: Array<Waiver>; };

export type WallSettings = { brief_months?: number; content_months?: number; drafts: "keep" | "discard"; metadata_months?: number; two_to_sever: boolean; };

export type Webhook = { created_at: string; created_by: Named; description: string; failing_since: string | null; failures: number; id: string; last_success_at: string | null; old_secret_until: string | null; project_id: string | null; secret?: string | null; state: "active" | "paused" | "failing"; topics: Array<string>; url: string; waiting: number; };

export type Webhooks = { items: Array<Webhook>; };

export type Week = { monday: string; work: WorkDone; };

export type Work = { assignment: AssignmentOut; content: Record<string, unknown>; draft: DraftOut | null; guideline_version: number; schema_version: number; status: "work"; warnings?: Array<"violence" | "gore" | "sexual" | "child_abuse" | "self_harm" | "hate" | "harassment" | "extremism" | "animal_cruelty" | "drugs" | "disturbing">; };

export type WorkDone = { accepted: Estimate; answers: number; gold: Estimate; reworked: Estimate; seconds: Estimate; };

export type WorkList = { items: Array<WorkRow>; };

export type WorkRow = { available: boolean; next_portion_at?: string | null; project: ProjectRef; rework: number; roles: Array<"annotate" | "review" | "adjudicate" | "audit">; submitted: number; };

export type WritingNotice = { active: boolean; keep_days: number; read_at: string | null; };

export type WritingPolicy = { active: boolean; keep_days: number; };

export type WritingRecord = { annotation_id: string; at: string; flags: Array<"pasted" | "silent" | "fast" | "after_away" | "untrusted" | "even">; item_id: string; person: Named; summary: WritingSummary; };

export type WritingSummary = { after_away?: number; composed?: boolean; deleted?: number; dropped?: number; pasted_elsewhere?: number; pasted_item?: number; pasted_own?: number; pauses?: number; resumed?: boolean; rhythm?: number | null; silent?: number; typed?: number; untrusted?: number; writing_ms?: number; };
