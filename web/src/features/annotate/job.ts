import type { Entry, Submitting } from "@/api/desks";
import { Failure } from "@/api/failure";
import type { Journal } from "@/api/journal";
import type { Answers, Id, LabelSchema, Suggestions, Work } from "@/api/types";
import { ActiveClock } from "@/kit/activeClock";
import { AnswerStore } from "@/questions/answerStore";
import { same } from "@/questions/model";
import { answersToSave, answersToSubmit } from "@/questions/remaining";
import type { BenchClient } from "./client";
import { DraftSync } from "./draftSync";
import type { WritingWatch } from "./writing";

const BEAT_MS = 45_000;
export type Restored = "none" | "unsaved" | "lost_lease";

/** One assignment on the screen: its answers, its draft, its lease, its clock. */
export class Job {
  readonly id: Id;
  readonly store: AnswerStore;
  readonly clock: ActiveClock;
  readonly draft: DraftSync;
  /** What was found in this browser beyond what the server had. */
  readonly restored: Restored;
  lost = false;
  /** Lost because nobody is asked about the item any more. */
  withdrawn = false;
  /** Where it is recorded how answers are written. */
  writing: WritingWatch | null = null;
  /** The suggestion was there before the person's own first answer. */
  readonly prefilled: boolean;
  /** The first answer is on its way, to be compared with a suggestion. */
  comparing = false;
  private beat: ReturnType<typeof setInterval> | null = null;
  private heldAt: number;
  private readonly unsubscribe: () => void;
  /** What this browser had kept of the item when this window last looked or wrote. */
  private known: Answers | null;

  constructor(
    readonly work: Work,
    readonly schema: LabelSchema,
    private readonly client: BenchClient,
    private readonly journal: Journal<Entry, Submitting>,
    private readonly onChange: () => void,
    /** Nobody is working: the lease may run out, and the answers stay here. */
    private readonly isAway: () => boolean,
    private readonly now: () => number = Date.now,
    /** What a model suggests; undefined where it is asked for only after the person's own first answer. */
    public suggestion?: Suggestions | null,
  ) {
    this.id = work.assignment.id;
    this.prefilled = suggestion !== undefined;
    this.heldAt = now();
    const kept = journal.read(work.assignment.item_id);
    this.known = kept?.answers ?? null;
    const saved: Answers = work.draft?.answers ?? work.assignment.rework?.answers ?? suggestion?.answers ?? {};
    const revision = work.draft?.revision ?? 0;
    const mine = kept?.dirty && !same(kept.answers, saved) ? kept : null;
    const sameLease = mine?.assignment === this.id;
    const conflict = mine !== null && sameLease && work.draft !== null && work.draft.revision > mine.revision;
    this.restored = mine === null || conflict ? "none" : sameLease ? "unsaved" : "lost_lease";
    this.clock = new ActiveClock(now, kept?.assignment === this.id ? kept.activeMs : 0);
    this.store = new AnswerStore(schema, mine?.answers ?? saved, now);
    this.draft = new DraftSync(
      {
        save: (known, answers, last) => client.saveDraft(this.id, known, answersToSave(schema, answers), last),
        keep: (answers, known, dirty) => this.keep(answers, known, dirty),
        onState: onChange,
        onLost: () => this.lose(),
      },
      this.store.answers(),
      revision,
    );
    this.unsubscribe = this.store.subscribe(() => this.draft.change(this.store.answers()));
    if (conflict && work.draft) this.draft.conflictWith(work.draft);
    else if (mine) this.draft.change(mine.answers);
  }

  /** Begins to hold the lease: on screen, or laid ready behind it. */
  open(): void {
    this.beat ??= setInterval(() => void this.hold(), BEAT_MS);
  }

  /** It is on screen now. */
  begin(): void {
    this.open();
    this.clock.touch();
    if (this.now() - this.heldAt > BEAT_MS) void this.hold();
  }

  close(): void {
    if (this.beat) clearInterval(this.beat);
    this.beat = null;
    this.draft.close();
    this.unsubscribe();
  }

  /** Closed in mid-work: the draft is saved first. */
  leave(): void {
    this.draft.flush();
    this.close();
  }

  /** The copy in this browser. Another window that wrote something else since is not written over: one is chosen first. */
  private keep(answers: Answers, revision: number, dirty: boolean): void {
    const { journal, work, known } = this;
    const item = work.assignment.item_id;
    const there = journal.read(item);
    const foreign = there?.dirty && there.window !== journal.window && !same(there.answers, known);
    if (dirty && foreign) {
      const saved_at = new Date(there.at).toISOString();
      if (!same(there.answers, answers)) this.draft.conflictWith({ ...there, saved_at });
      return;
    }
    const refused = there?.refused ?? null;
    journal.write(item, { assignment: this.id, answers, revision, dirty, activeMs: this.clock.elapsed(), refused });
    this.known = answers;
  }

  /** Two copies: the person has chosen one. */
  resolve(which: "mine" | "theirs"): void {
    this.known = this.journal.read(this.work.assignment.item_id)?.answers ?? null;
    const answers = this.draft.resolve(which);
    if (which === "theirs") this.store.replace(answers);
    this.onChange();
  }

  /** An earlier version of one's own takes the place of what is on the screen; undo brings that back. */
  async takeUp(version: number): Promise<void> {
    const answers = await this.draft.takeUp((revision) => this.client.restore(this.id, version, revision));
    this.store.take(answers);
    this.draft.adopt(answers);
  }

  async hold(): Promise<void> {
    if (this.lost || this.isAway()) return;
    try {
      await this.client.heartbeat(this.id);
      this.heldAt = this.now();
    } catch (error) {
      if (error instanceof Failure && error.gone) this.lose(error.code === "assignment.item_withdrawn");
    }
  }

  lose(withdrawn = false): void {
    if (this.lost) return;
    this.withdrawn = withdrawn;
    this.lost = true;
    this.onChange();
  }

  /** The answers as they are submitted: questions that were not asked are left out. */
  final(): Answers {
    const { content, assignment } = this.work;
    const { schema, store } = this;
    return answersToSubmit({ schema, content, orders: assignment.display.orders, answers: store.answers() });
  }

  submission(project: Id, key: Id, answers: Answers): Submitting {
    return {
      project,
      assignment: this.id,
      item: this.work.assignment.item_id,
      key,
      answers,
      active_ms: this.clock.elapsed(),
      schema_version: this.work.schema_version,
      writing: this.writing?.summary() ?? null,
      at: this.now(),
    };
  }

  /** What was answered stays in this browser for when the item comes again. */
  keepForLater(): void {
    const answers = this.store.answers();
    if (Object.keys(answers).length === 0) return;
    this.journal.write(this.work.assignment.item_id, {
      assignment: this.id,
      answers,
      revision: 0,
      dirty: true,
      activeMs: 0,
    });
  }
}
