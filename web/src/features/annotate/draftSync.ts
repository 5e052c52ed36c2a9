/** Saves the draft in the background: soon after a pause, one request at a time, never over somebody else's words. */
import { Failure, isFailure } from "@/api/failure";
import type { Answers, Draft } from "@/api/types";
import { same } from "@/questions/model";

export type SaveState = "saved" | "changed" | "saving" | "here" | "conflict";

export interface DraftIo {
  save(revision: number, answers: Answers, last: boolean): Promise<Pick<Draft, "revision" | "saved_at">>;
  /** The local copy, at every change. */
  keep(answers: Answers, revision: number, dirty: boolean): void;
  onState(): void;
  onLost(): void;
}

const PAUSE_MS = 1_000;
const RETRY_MS = 8_000;

export class DraftSync {
  state: SaveState = "saved";
  theirs: Draft | null = null;
  private answers: Answers;
  private sent: Answers | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private flying: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly io: DraftIo,
    answers: Answers,
    private revision: number,
  ) {
    this.answers = answers;
  }

  change(answers: Answers): void {
    if (this.closed) return;
    this.answers = answers;
    this.io.keep(answers, this.revision, true);
    if (this.state === "conflict") return;
    if (this.state !== "saving") this.become("changed");
    this.plan(PAUSE_MS);
  }

  /** Two copies differ: somebody answered elsewhere. Nothing is saved until the person has chosen. */
  conflictWith(theirs: Draft): void {
    this.theirs = theirs;
    this.become("conflict");
  }

  resolve(which: "mine" | "theirs"): Answers {
    const theirs = this.theirs;
    this.theirs = null;
    if (!theirs) return this.answers;
    this.revision = theirs.revision;
    if (which === "theirs") {
      this.answers = theirs.answers;
      this.io.keep(theirs.answers, theirs.revision, false);
      this.become("saved");
    } else {
      this.io.keep(this.answers, this.revision, true);
      this.become("changed");
      this.plan(0);
    }
    return this.answers;
  }

  /**
   * Other answers take the draft's place on the server: what is written is saved first, and nothing is saved meanwhile.
   * `load` is given the revision to base that on.
   */
  async takeUp(load: (revision: number) => Promise<Draft>): Promise<Answers> {
    while (this.flying) await this.flying;
    if (this.state === "changed" || this.state === "here") await this.save(false);
    if (this.closed || this.state !== "saved") throw new Error("What you wrote could not be saved first. Try again.");
    const loading = load(this.revision);
    this.flying = loading.then(
      () => {},
      () => {},
    );
    try {
      const draft = await loading;
      this.revision = draft.revision;
      return draft.answers;
    } catch (error) {
      if (isFailure(error, "annotation.draft_conflict") && error.details) this.conflictWith(error.details as Draft);
      throw error;
    } finally {
      this.flying = null;
      this.goOn();
    }
  }

  /** These answers, now on the screen, are what the server has. */
  adopt(answers: Answers): void {
    if (this.closed || !same(answers, this.answers)) return;
    if (this.timer) clearTimeout(this.timer);
    this.io.keep(answers, this.revision, false);
    this.become("saved");
  }

  /** Now, without waiting for a pause. `last`: the page is going away. */
  flush(last = false): void {
    if (this.state === "changed" || this.state === "here") void this.save(last);
  }

  /** No more saving: the answers were submitted, or the item is gone. */
  close(): void {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private become(state: SaveState): void {
    if (this.state === state) return;
    this.state = state;
    this.io.onState();
  }

  /** What was written while nothing could be saved. */
  private goOn(): void {
    if (this.state === "changed") this.plan(PAUSE_MS);
  }

  private plan(after: number): void {
    if (this.closed) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(false), after);
  }

  private async save(last: boolean): Promise<void> {
    if (this.closed || this.flying || this.state === "conflict") return;
    if (this.timer) clearTimeout(this.timer);
    this.flying = this.send(this.answers, last).finally(() => {
      this.flying = null;
    });
    await this.flying;
  }

  private async send(sending: Answers, last: boolean): Promise<void> {
    this.sent = sending;
    this.become("saving");
    try {
      const { revision } = await this.io.save(this.revision, sending, last);
      this.saved(revision, sending);
    } catch (error) {
      this.failed(error, sending);
    }
  }

  private saved(revision: number, answers: Answers): void {
    this.revision = revision;
    if (this.closed) return;
    const current = same(answers, this.answers);
    this.io.keep(this.answers, revision, !current);
    this.become(current ? "saved" : "changed");
    if (!current) this.plan(PAUSE_MS);
  }

  private failed(error: unknown, sending: Answers): void {
    if (this.closed) return;
    if (isFailure(error, "annotation.draft_conflict")) {
      const theirs = error.details as Draft;
      // Our own save arrived and only its answer was lost: no conflict at all.
      if (same(theirs.answers, this.sent)) this.saved(theirs.revision, sending);
      else this.conflictWith(theirs);
      return;
    }
    if (error instanceof Failure && error.gone) {
      this.become("here");
      this.io.onLost();
      return;
    }
    this.become("here");
    // What the server refuses to keep (422) waits for the next change; what did not reach it is sent again.
    if (!(error instanceof Failure) || error.status !== 422) this.plan(RETRY_MS);
  }
}
