import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Deciding, decidingDesk } from "@/api/desks";
import { Failure } from "@/api/failure";
import { Journal } from "@/api/journal";
import { MemoryShelf } from "@/api/testing";
import type { Id, LabelSchema, NoWork, Review } from "@/api/types";
import type { Decision, ReviewClient } from "./client";
import { ReviewDesk } from "./reviewDesk";

const reviewOf = (number: number): Review => ({
  status: "work",
  review: {
    id: `v${number}`,
    item_id: `i${number}`,
    assignment_id: "g",
    annotation_id: `n${number}`,
    lease_until: "2030-01-01T00:00:00Z",
    author: { id: "p", alias: "Annotator 1" },
    attempt: 1,
  },
  content: {},
  display: { orders: {} },
  answers: {},
  schema_version: 1,
  guideline_version: 1,
  earlier: [],
});

class FakeServer implements ReviewClient {
  readonly decided = new Map<Id, Decision>();
  readonly returned: Id[] = [];
  readonly lost = new Set<Id>();
  fail: Failure | null = null;

  constructor(private readonly queue: Review[]) {}

  idOf({ review }: Review): Id {
    return review.id;
  }
  async next(have: Id[]): Promise<Review | NoWork> {
    return (
      this.queue.find(({ review }) => !have.includes(review.id) && !this.decided.has(review.id)) ?? {
        status: "none",
        retry_after: 30,
      }
    );
  }
  async schema(): Promise<LabelSchema> {
    return { fields: [], questions: [] };
  }
  async heartbeat(review: Id): Promise<void> {
    if (this.lost.has(review)) throw new Failure(409, "review.lease_lost", "The lease ran out.");
  }
  async decide({ case: review, decision }: Deciding<Decision>): Promise<void> {
    await Promise.resolve();
    if (this.fail) throw this.fail;
    this.decided.set(review, decision);
  }
  async giveBack(review: Id): Promise<void> {
    this.returned.push(review);
  }
}

const deskOf = (server: FakeServer, shelf = new MemoryShelf()) =>
  new ReviewDesk(server, new Journal(decidingDesk<Decision>("review"), "person", "project", shelf));
const settle = () => vi.advanceTimersByTimeAsync(0);
const shown = (desk: ReviewDesk) => {
  const { phase } = desk.read();
  return phase.kind === "review" ? phase.shown.review.review.id : phase.kind;
};
const accept: Decision = { key: "k1", verdict: "accept" };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the reviewer's desk", () => {
  it("shows the next annotation at once and sends the decision behind it", async () => {
    const server = new FakeServer([reviewOf(1), reviewOf(2)]);
    const desk = deskOf(server);
    desk.start();
    await settle();
    desk.decide(accept);
    expect(shown(desk)).toBe("v2");
    expect(server.decided.size).toBe(0);
    await settle();
    expect(server.decided.get("v1")).toEqual(accept);
    expect(desk.read().decided).toBe(1);
  });

  it("sends a decision again, with its key, until it is answered", async () => {
    const server = new FakeServer([reviewOf(1)]);
    const desk = deskOf(server);
    desk.start();
    await settle();
    server.fail = new Failure(0, "http.offline", "Away.");
    desk.decide(accept);
    await settle();
    expect(desk.read().sending).toBe(1);
    server.fail = null;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.decided.get("v1")?.key).toBe("k1");
    expect(desk.read().sending).toBe(0);
  });

  it("keeps a decision on its way, and what is begun, through a closed tab", async () => {
    const [server, shelf] = [new FakeServer([reviewOf(1), reviewOf(2)]), new MemoryShelf()];
    const desk = deskOf(server, shelf);
    desk.start();
    await settle();
    server.fail = new Failure(0, "http.offline", "Away.");
    desk.decide(accept);
    desk.keep(reviewOf(2), { answers: { why: {} }, comment: "Half a" });
    await settle();
    expect(desk.read()).toMatchObject({ sending: 1, stuck: true, decided: 0 });
    // The tab is killed: nothing of this desk runs any more.
    server.fail = null;
    const again = deskOf(server, shelf);
    again.start();
    await settle();
    expect(server.decided.get("v1")).toEqual(accept);
    expect(again.begun(reviewOf(2))).toMatchObject({ answers: { why: {} }, comment: "Half a" });
    again.keep(reviewOf(2), { answers: null, comment: " " });
    expect(again.begun(reviewOf(2))).toBeNull();
  });

  it("tells that a case was decided meanwhile, in any tab, and shows what was given until that was read", async () => {
    const [server, shelf] = [new FakeServer([reviewOf(1)]), new MemoryShelf()];
    const desk = deskOf(server, shelf);
    desk.start();
    await settle();
    server.fail = new Failure(409, "review.decided", "This was decided meanwhile.");
    desk.decide({ key: "k1", verdict: "reject", comment: "Too short." });
    await settle();
    expect(desk.read().decided).toBe(0);
    const later = deskOf(server, shelf);
    const [refused] = later.read().refused;
    expect(refused).toMatchObject({ id: "v1", verdict: "reject", again: false, begun: { comment: "Too short." } });
    if (refused) later.dismiss(refused);
    expect(later.read().refused).toEqual([]);
    expect(later.begun(reviewOf(1))).toBeNull();
  });

  it("writes over nothing that was begun on the case in another window, until it is told to", async () => {
    const [server, shelf] = [new FakeServer([reviewOf(1)]), new MemoryShelf()];
    const [one, other] = [deskOf(server, shelf), deskOf(server, shelf)];
    for (const desk of [one, other]) desk.start();
    await settle();
    for (const desk of [one, other]) expect(desk.begun(reviewOf(1))).toBeNull();
    one.keep(reviewOf(1), { answers: null, comment: "From the first." });
    other.keep(reviewOf(1), { answers: null, comment: "From" });
    other.keep(reviewOf(1), { answers: null, comment: "From the second." });
    expect(other.read().other).toMatchObject({ comment: "From the first." });
    expect(deskOf(server, shelf).begun(reviewOf(1))?.comment).toBe("From the first.");
    other.insist();
    expect(other.read().other).toBeNull();
    expect(deskOf(server, shelf).begun(reviewOf(1))?.comment).toBe("From the second.");
    await vi.advanceTimersByTimeAsync(1);
    other.keep(reviewOf(1), { answers: null, comment: "And more." });
    expect(other.read().other).toBeNull();
  });

  it("fills in what was given when a case that was lost comes again", async () => {
    const server = new FakeServer([reviewOf(1)]);
    const desk = deskOf(server);
    desk.start();
    await settle();
    server.fail = new Failure(409, "review.lease_lost", "The lease ran out.");
    desk.decide({ key: "k1", verdict: "fix", answers: { why: {} } });
    await settle();
    const [refused] = desk.read().refused;
    expect(refused).toMatchObject({ message: "The lease ran out.", again: true });
    if (refused) desk.dismiss(refused);
    expect(desk.begun(reviewOf(1))).toMatchObject({ answers: { why: {} } });
  });

  it("goes on when the lease of what is shown was lost", async () => {
    const server = new FakeServer([reviewOf(1), reviewOf(2)]);
    const desk = deskOf(server);
    desk.start();
    await settle();
    server.lost.add("v1");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown(desk)).toBe("v2");
    expect(desk.read().away).toBe(true);
  });

  it("gives back what is not begun when the reviewer leaves", async () => {
    const server = new FakeServer([reviewOf(1), reviewOf(2)]);
    const desk = deskOf(server);
    desk.start();
    await settle();
    desk.keep(reviewOf(1), { answers: null, comment: "Half a" });
    desk.stop();
    expect(server.returned).toEqual(["v2"]);
  });
});
