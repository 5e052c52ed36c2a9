import type { Id, LabelSchema, Preset, Role } from "@/api/types";
import type { Quality } from "@/features/projects/QualityForm";

export type Invite = { email: string; role: Role };

/** A project that is not made yet. Kept in the tab's storage, so that a reload loses nothing. */
export type ProjectDraft = {
  preset: string | null;
  name: string;
  description: string;
  schema: LabelSchema;
  guideline: string;
  quality: Quality;
  members: Record<Id, Role>;
  invites: Invite[];
};

export const emptyDraft: ProjectDraft = {
  preset: null,
  name: "",
  description: "",
  schema: { fields: [], questions: [] },
  guideline: "",
  quality: {
    overlap: 1,
    overlap_max: null,
    overlap_risk: 0.05,
    overlap_last: false,
    overlap_tolerance: 0.05,
    review_share: 0,
    lease_seconds: 1800,
    person_cap: null,
  },
  members: {},
  invites: [],
};

export function draftFrom(preset: Preset | null, before: ProjectDraft): ProjectDraft {
  if (!preset)
    return { ...before, preset: null, schema: emptyDraft.schema, guideline: "", quality: emptyDraft.quality };
  return {
    ...before,
    preset: preset.id,
    schema: preset.schema,
    guideline: preset.guideline,
    quality: { ...before.quality, overlap: preset.overlap, overlap_max: null, review_share: preset.review_share },
  };
}

const KEY = "armslength.project-draft.1";

export function loadDraft(): ProjectDraft | null {
  try {
    const stored = sessionStorage.getItem(KEY);
    if (!stored) return null;
    const draft = { ...emptyDraft, ...(JSON.parse(stored) as Partial<ProjectDraft>) };
    return Array.isArray(draft.schema?.fields) && Array.isArray(draft.schema.questions) ? draft : null;
  } catch {
    return null;
  }
}

export function keepDraft(draft: ProjectDraft | null): void {
  try {
    if (draft) sessionStorage.setItem(KEY, JSON.stringify(draft));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is off: the draft lives as long as the page.
  }
}
