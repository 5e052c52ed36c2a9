import type { Submitting } from "@/api/desks";
import { Failure } from "@/api/failure";
import type { Answers, Feedback, Id, LabelSchema, NoWork, Reveal, Suggestions, Work } from "@/api/types";
import type { BenchClient } from "./client";

export const schema: LabelSchema = {
  fields: [{ name: "text", kind: "text" }],
  questions: [
    {
      name: "topic",
      kind: "choice",
      title: "Topic",
      settings: {
        options: [
          { id: "a", title: "A" },
          { id: "b", title: "B" },
        ],
      },
    },
  ],
};

export const picked = (id: string): Answers => ({ topic: { item: { state: "answered", value: { selected: [id] } } } });
export const pick = (id: string) => ({ type: "value" as const, op: { type: "set", value: { selected: [id] } } });

export function workOf(number: number, more: Partial<Work["assignment"]> = {}, draft: Work["draft"] = null): Work {
  return {
    status: "work",
    assignment: {
      id: `a${number}`,
      item_id: `i${number}`,
      lease_until: "2030-01-01T00:00:00Z",
      attempt: 1,
      display: { seed: "s", orders: {} },
      rework: null,
      ...more,
    },
    content: { text: `Item ${number}` },
    schema_version: 1,
    guideline_version: 1,
    draft,
  };
}

export const nothing = (status: NoWork["status"] = "done"): NoWork => ({ status, retry_after: 30 });
export const offline = () => new Failure(0, "http.offline", "The server cannot be reached.");

/** A server with a queue of items, that can be taken off the net and told to refuse. */
export class FakeServer implements BenchClient {
  readonly submitted = new Map<Id, Submitting>();
  readonly attempts: Id[] = [];
  readonly drafts = new Map<Id, { revision: number; answers: Answers }>();
  readonly asked: Id[][] = [];
  readonly returned: Id[] = [];
  readonly skipped: Id[] = [];
  online = true;
  refuse: Failure | null = null;
  dropAnswers = false;
  /** What came with each receipt. */
  readonly brought: (Id | null)[] = [];
  lost = new Set<Id>();
  /** What was said of the item before, by number. */
  readonly versions = new Map<number, Answers>();
  /** What models suggest, by assignment, and when it is shown. */
  revealed: Reveal = "never";
  readonly suggested = new Map<Id, Answers>();
  readonly firsts = new Map<Id, Answers | null>();
  /** What was right, by training assignment. */
  readonly lessons = new Map<Id, Feedback>();

  constructor(private queue: Work[]) {}

  private check(assignment?: Id): void {
    if (!this.online) throw offline();
    if (assignment && this.lost.has(assignment)) throw new Failure(409, "assignment.lease_lost", "The lease ran out.");
  }

  async next(have: Id[]): Promise<Work | NoWork> {
    this.check();
    this.asked.push(have);
    return (
      this.queue.find(
        (work) =>
          !have.includes(work.assignment.id) &&
          !this.submitted.has(work.assignment.id) &&
          !this.skipped.includes(work.assignment.id),
      ) ?? nothing()
    );
  }
  async get(assignment: Id): Promise<Work> {
    this.check(assignment);
    const work = this.queue.find((one) => one.assignment.id === assignment);
    if (!work) throw new Failure(404, "assignment.not_found", "There is nothing here.");
    return work;
  }
  async schema(): Promise<LabelSchema> {
    return schema;
  }
  async heartbeat(assignment: Id): Promise<void> {
    this.check(assignment);
  }
  async saveDraft(assignment: Id, revision: number, answers: Answers) {
    this.check(assignment);
    const there = this.drafts.get(assignment);
    if (there && there.revision !== revision) {
      throw new Failure(409, "annotation.draft_conflict", "Saved elsewhere.", {
        details: { ...there, saved_at: "2030-01-01T00:00:00Z" },
      });
    }
    this.drafts.set(assignment, { revision: revision + 1, answers });
    if (this.dropAnswers) throw offline();
    return { revision: revision + 1, saved_at: "2030-01-01T00:00:00Z" };
  }
  async restore(assignment: Id, version: number, revision: number) {
    const answers = this.versions.get(version);
    if (!answers) throw new Failure(404, "revision.answer_not_found", "There is no such version of yours.");
    return { answers, ...(await this.saveDraft(assignment, revision, answers)) };
  }
  async submit(submission: Submitting, have?: Id[]) {
    const { assignment } = submission;
    await Promise.resolve();
    this.attempts.push(assignment);
    this.check(assignment);
    if (this.refuse) throw this.refuse;
    const there = this.submitted.get(assignment);
    if (there && there.key !== submission.key) throw new Failure(409, "annotation.submitted", "Submitted already.");
    this.submitted.set(assignment, submission);
    if (this.dropAnswers) throw offline();
    const found = have ? await this.next(have) : null;
    const next = found?.status === "work" ? found : null;
    this.brought.push(next?.assignment.id ?? null);
    return {
      annotation_id: assignment,
      submitted_at: "2030-01-01T00:00:00Z",
      feedback: this.lessons.get(assignment) ?? null,
      next,
    };
  }
  async skip(assignment: Id): Promise<void> {
    this.check(assignment);
    this.skipped.push(assignment);
  }
  async flag(): Promise<void> {}
  async reveal(): Promise<Reveal> {
    this.check();
    return this.revealed;
  }
  async suggestions(assignment: Id, first: Answers | null): Promise<Suggestions> {
    this.check(assignment);
    if (!this.firsts.has(assignment)) this.firsts.set(assignment, first);
    const answers = this.suggested.get(assignment);
    if (!answers) return { status: "none", answers: {}, suggested: [] };
    return { status: "shown", answers, suggested: [{ question: "topic", score: 0.9, source: null, version: null }] };
  }
  async giveBack(assignment: Id): Promise<void> {
    this.returned.push(assignment);
  }
}
