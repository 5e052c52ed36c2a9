/**
 * The bench as a machine outside React: one assignment on screen, the next one leased and loaded, submissions on their
 * way. React only subscribes.
 */

import type { Entry, Submitting } from "@/api/desks";
import type { Journal } from "@/api/journal";
import { Outbox } from "@/api/outbox";
import type { Answers, Feedback, FlagReason, Id, NoWork, SkipReason, Submitted, Work } from "@/api/types";
import { loadKinds } from "@/questions/registry";
import type { BenchState, Phase } from "./benchState";
import type { BenchClient } from "./client";
import { Job } from "./job";
import { Refusals, type Refused } from "./refusals";
import { Suggesting } from "./suggesting";

/** Somebody who did nothing for this long is away. */
const AWAY_MS = 15 * 60_000;
const SOON_S = 3;

export interface BenchEnv {
  project: Id;
  now(): number;
  newKey(): Id;
  /** Begins to load what the next item shows (images). */
  warm(work: Work): void;
}

export class Bench {
  private phase: Phase = { kind: "loading" };
  private next: Job | null = null;
  private fetching: Promise<void> | null = null;
  /** The key of the submission whose receipt will bring what is next. */
  private awaited: Id | null = null;
  private readonly suggesting: Suggesting;
  private readonly outbox: Outbox<Submitting, Submitted>;
  private readonly refusals: Refusals;
  private readonly listeners = new Set<() => void>();
  private state: BenchState;
  private tick = 0;
  private stopped = true;

  constructor(
    private readonly client: BenchClient,
    private readonly journal: Journal<Entry, Submitting>,
    private readonly env: BenchEnv,
  ) {
    this.suggesting = new Suggesting(client);
    this.refusals = new Refusals(journal);
    this.outbox = new Outbox(journal, {
      send: (waiting) => client.submit(waiting, waiting.key === this.awaited ? this.have(waiting) : undefined),
      onChange: () => {
        if (this.outbox.stuck) this.received(this.awaited, null);
        this.changed();
      },
      onTaken: ({ assignment, key }, { feedback, next, idle }) => {
        this.learn(assignment, feedback ?? null);
        this.received(key, next ?? idle ?? null);
      },
      onRefused: (waiting, refusal) => {
        this.refusals.add(waiting, refusal);
        this.learn(waiting.assignment, null);
        this.received(waiting.key, null);
      },
    });
    this.state = this.snapshot();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): BenchState => this.state;

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    void this.suggesting.reveal();
    this.outbox.start();
    if (this.phase.kind === "work") this.phase.job.begin();
    else this.look();
  }

  /** Leaving the bench: the draft is saved, and what was only laid ready goes back at once. */
  stop(): void {
    this.stopped = true;
    this.awaited = null;
    this.outbox.stop();
    if (this.phase.kind === "work") {
      this.phase.job.leave();
      this.phase = { kind: "loading" };
    }
    if (this.next) void this.client.giveBack(this.next.id).catch(() => {});
    this.next?.close();
    this.next = null;
  }

  /** The page goes away: what is not saved is sent with the last breath. */
  flush(): void {
    if (this.phase.kind === "work") this.phase.job.draft.flush(true);
  }

  /** Asks for work now. An idle screen stays as it is until there is some. */
  look(): void {
    if (this.phase.kind === "failed") this.become({ kind: "loading" });
    void this.fill();
  }

  submit(): void {
    const job = this.current();
    if (!job || job.lost || job.comparing) return;
    const answers = job.final();
    if (job.suggestion === undefined) return void this.compare(job, answers);
    job.close();
    const training = job.work.assignment.course === "training";
    const key = this.env.newKey();
    if (!training && !this.awaited && !this.fetching && !this.outbox.stuck) this.awaited = key;
    this.outbox.add(job.submission(this.env.project, key, answers));
    if (training) this.become({ kind: "lesson", job, answers, feedback: null });
    else this.advance();
  }

  /** The first answer is given, and kept; what a model says otherwise is shown before the last one. */
  private async compare(job: Job, first: Answers): Promise<void> {
    job.comparing = true;
    job.suggestion = await this.suggesting.otherwise(job.id, first);
    job.comparing = false;
    if (job.suggestion) this.changed();
    else if (this.current() === job) this.submit();
  }

  /** Done with what a training answer taught. */
  goOn(): void {
    if (this.phase.kind === "lesson") this.advance();
  }

  /** What was right about a training answer; without it (a repeat, a refusal) there is nothing to look at. */
  private learn(assignment: Id, feedback: Feedback | null): void {
    if (this.phase.kind !== "lesson" || this.phase.job.id !== assignment) return;
    if (feedback) this.become({ ...this.phase, feedback });
    else this.advance();
  }

  async skip(reason: SkipReason, comment: string): Promise<void> {
    const job = this.current();
    if (!job) return;
    await this.client.skip(job.id, reason, comment);
    this.journal.forget(job.work.assignment.item_id);
    job.close();
    this.advance();
  }

  async flag(reason: FlagReason, comment: string): Promise<void> {
    const job = this.current();
    if (job) await this.client.flag(job.id, reason, comment);
  }

  /** The lease is gone: on to the next item; if it is the same one again, the answers come back with it. */
  leaveLost(): void {
    const job = this.current();
    if (!job?.lost) return;
    job.keepForLater();
    job.close();
    this.advance();
  }

  /** Brings a refused submission back on screen. */
  async reopen({ assignment, item }: Refused): Promise<void> {
    const work = await this.client.get(assignment);
    this.current()?.leave();
    const job = await this.prepare(work);
    this.refusals.settle(item);
    this.show(job);
  }

  /** It was read that an answer was not taken, and that the item is gone. */
  dismiss({ item }: Refused): void {
    this.refusals.settle(item);
    this.changed();
  }

  private current(): Job | null {
    return this.phase.kind === "work" ? this.phase.job : null;
  }

  private advance(): void {
    const next = this.next;
    this.next = null;
    if (next && !next.lost) this.show(next);
    else this.become({ kind: "loading" });
    void this.fill();
  }

  private show(job: Job): void {
    job.begin();
    this.become({ kind: "work", job });
  }

  private isEmpty(): boolean {
    return this.phase.kind !== "work" && this.phase.kind !== "lesson";
  }

  private have(but?: Submitting): Id[] {
    const ids = [this.current()?.id, this.next?.id, ...this.outbox.waiting.map((one) => one.assignment)];
    return ids.filter((id): id is Id => id !== undefined && id !== but?.assignment);
  }

  private async prepare(work: Work): Promise<Job> {
    const asked = this.suggesting.first(work.assignment.id);
    const schema = await this.client.schema(work.schema_version);
    await loadKinds(schema);
    const suggestion = await asked;
    const isAway = () => (this.current()?.clock.idleFor() ?? 0) > AWAY_MS;
    return new Job(work, schema, this.client, this.journal, () => this.changed(), isAway, this.env.now, suggestion);
  }

  /** A receipt, or that there will be none soon: with what is next, or it is asked for. */
  private received(key: Id | null, next: Work | NoWork | null): void {
    if (key === null || key !== this.awaited) {
      // The bench was left meanwhile.
      if (this.stopped && next?.status === "work") void this.client.giveBack(next.assignment.id).catch(() => {});
      return;
    }
    this.awaited = null;
    void this.fill(next);
  }

  /** Fills the screen, then the place behind it. Never two requests at once. */
  private fill(given: Work | NoWork | null = null): Promise<void> {
    if (this.awaited) return Promise.resolve();
    this.fetching ??= this.fillOnce(given).finally(() => {
      this.fetching = null;
      const wanting = !this.stopped && this.phase.kind === "loading";
      if (wanting) void this.fill();
    });
    return this.fetching;
  }

  private async fillOnce(given: Work | NoWork | null): Promise<void> {
    try {
      while (!this.stopped && (this.isEmpty() || this.next === null)) {
        const answer = given ?? (await this.client.next(this.have()));
        given = null;
        if (this.stopped) return;
        if (answer.status !== "work") {
          if (this.phase.kind === "loading")
            this.become({ kind: "idle", status: answer.status, retryAfter: answer.retry_after });
          return;
        }
        // A lease we hold already: there is no other one just now.
        if (this.have().includes(answer.assignment.id)) {
          if (this.isEmpty()) this.become({ kind: "idle", status: "wait", retryAfter: SOON_S });
          return;
        }
        const job = await this.prepare(answer);
        if (this.stopped) return job.close();
        if (this.isEmpty()) this.show(job);
        else this.layReady(job);
      }
    } catch (error) {
      // Looking ahead may fail quietly: it is tried again when the item is needed.
      if (this.phase.kind === "loading" && !this.stopped) this.become({ kind: "failed", error });
    }
  }

  private layReady(job: Job): void {
    this.next = job;
    job.open();
    this.env.warm(job.work);
    this.changed();
  }

  private become(phase: Phase): void {
    this.phase = phase;
    this.changed();
  }

  private changed(): void {
    this.tick += 1;
    this.state = this.snapshot();
    for (const listener of this.listeners) listener();
  }

  private snapshot(): BenchState {
    const unsaved = this.outbox.waiting.length > 0 || (this.current()?.draft.state ?? "saved") !== "saved";
    return {
      phase: this.phase,
      tick: this.tick,
      sending: this.outbox.waiting.length,
      stuck: this.outbox.stuck,
      refused: this.refusals.all,
      onlyHere: unsaved && this.journal.onlyHere,
      submitted: this.outbox.confirmed + (this.outbox.stuck ? 0 : this.outbox.waiting.length),
      ready: this.next !== null,
    };
  }
}
