import type { Tone } from "@/ui/Badge";

type Word = { text: string; tone: Tone };

/** States as people read them, one list for the whole app. */
const STATES: Record<string, Word> = {
  draft: { text: "Draft", tone: "neutral" },
  active: { text: "Active", tone: "good" },
  paused: { text: "Paused", tone: "warn" },
  offered: { text: "Offered", tone: "neutral" },
  in: { text: "Let in", tone: "good" },
  out: { text: "Out", tone: "warn" },
  gone: { text: "Cut off", tone: "bad" },
  frozen: { text: "Frozen", tone: "bad" },
  severed: { text: "Severed", tone: "bad" },
  rumoured: { text: "Rumoured", tone: "neutral" },
  announced: { text: "Announced", tone: "warn" },
  closed: { text: "Closed", tone: "neutral" },
  ended: { text: "Ended", tone: "neutral" },
  asked: { text: "Asked for", tone: "warn" },
  approved: { text: "Approved", tone: "good" },
  over: { text: "Over", tone: "neutral" },
  cut: { text: "Cut off", tone: "bad" },
  undone: { text: "Undone", tone: "neutral" },
  withdrawn: { text: "Taken back", tone: "neutral" },
  archived: { text: "Archived", tone: "neutral" },
  open: { text: "Open", tone: "neutral" },
  in_work: { text: "In work", tone: "accent" },
  in_review: { text: "In review", tone: "warn" },
  done: { text: "Done", tone: "good" },
  cancelled: { text: "Cancelled", tone: "neutral" },
  gold: { text: "Gold", tone: "accent" },
  canary: { text: "Canary", tone: "accent" },
  waiting: { text: "Waiting", tone: "neutral" },
  running: { text: "Running", tone: "accent" },
  failed: { text: "Failed", tone: "bad" },
  building: { text: "Building", tone: "accent" },
  ready: { text: "Ready", tone: "good" },
  counting: { text: "Counting", tone: "accent" },
  choosing: { text: "Counting", tone: "accent" },
  applied: { text: "Carried out", tone: "good" },
  stale: { text: "Stale", tone: "warn" },
  accepted: { text: "Accepted", tone: "good" },
  revoked: { text: "Taken back", tone: "neutral" },
  expired: { text: "Expired", tone: "neutral" },
  submitted: { text: "Submitted", tone: "neutral" },
  fixed: { text: "Fixed", tone: "accent" },
  rejected: { text: "Rejected", tone: "bad" },
  rework: { text: "In rework", tone: "warn" },
  right: { text: "Right", tone: "good" },
  wrong: { text: "Wrong", tone: "bad" },
  granted: { text: "Granted", tone: "good" },
  declined: { text: "Declined", tone: "neutral" },
  looking: { text: "Being looked at", tone: "accent" },
  upheld: { text: "Upheld", tone: "warn" },
  dismissed: { text: "Dismissed", tone: "neutral" },
  decided: { text: "Decided", tone: "good" },
  ambiguous: { text: "Truly ambiguous", tone: "accent" },
  disputed: { text: "Disputed", tone: "warn" },
  accept: { text: "Accepted", tone: "good" },
  fix: { text: "Fixed", tone: "accent" },
  reject: { text: "Rejected", tone: "bad" },
};

export function stateWord(state: string): Word {
  return STATES[state] ?? { text: sentence(state), tone: "neutral" };
}

/** "broken_item" → "Broken item". */
export function sentence(name: string): string {
  const words = name.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why the wall, and not a person, took a grant out of work. */
const REASONS: Record<string, string> = {
  conflict: "leads to a rival",
  expired: "a waiver ran out",
  announced: "an announced stake",
  exclusive: "may serve a rival here",
  unverified: "not attested of late",
};

export const wallReason = (reason: string | null) => (reason ? (REASONS[reason] ?? reason) : "");
