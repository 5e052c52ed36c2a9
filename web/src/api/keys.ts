import type { Id } from "@/api/types";

/** Every key of the query cache. The first word is what an invalidation names. */
export const keys = {
  me: ["me"] as const,
  setup: ["setup"] as const,
  work: ["work"] as const,
  permissions: ["permissions"] as const,
  presets: ["presets"] as const,
  kinds: ["kinds"] as const,
  people: ["people"] as const,
  invitations: ["invitations"] as const,
  skills: ["skills"] as const,
  traits: ["traits"] as const,
  notifications: ["notifications"] as const,
  statement: ["statement"] as const,
  figures: ["figures"] as const,
  offers: ["offers"] as const,
  apiKeys: ["api-keys"] as const,
  vendors: ["vendors"] as const,
  severances: ["severances"] as const,
  drills: ["drills"] as const,
  /** Whether the record agrees with itself, and the incidents. */
  record: ["record"] as const,
  /** Who stands behind vendors, rivals, conflicts, waivers: one change moves them all. */
  ownership: ["ownership"] as const,
  brandWords: ["brand-words"] as const,
  egress: ["egress"] as const,
  webhookTopics: ["webhook-topics"] as const,
  webhooks: (owner: Id | null) => ["webhooks", owner ?? "ours"] as const,
  webhookDeliveries: (owner: Id | null, webhook: Id) => ["webhooks", owner ?? "ours", webhook] as const,
  projects: ["projects"] as const,
  project: (id: Id) => ["project", id] as const,
  /** Everything below one project hangs on this prefix. */
  in: (id: Id, ...rest: unknown[]) => ["project", id, ...rest] as const,
  brief: (id: Id) => ["project", id, "brief"] as const,
  schema: (id: Id, version?: number) => ["project", id, "schema", version ?? "latest"] as const,
  guideline: (id: Id, version?: number) => ["project", id, "guideline", version ?? "latest"] as const,
  myAnnotations: (id: Id) => ["project", id, "my-annotations"] as const,
  item: (id: Id, item: Id) => ["project", id, "item", item] as const,
};

/** How long an answer counts as fresh, in milliseconds, by name. */
export const fresh = {
  /** Versions never change. */
  forever: Number.POSITIVE_INFINITY,
  minutes: 5 * 60_000,
  seconds: 15_000,
  never: 0,
};
