import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "@/api/failure";
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
  async decide(review: Id, decision: Decision): Promise<void> {
    await Promise.resolve();
    if (this.fail) throw this.fail;
    this.decided.set(review, decision);
  }
  async giveBack(review: Id): Promise<void> {
    this.returned.push(review);
  }
}

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
    const desk = new ReviewDesk(server);
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
    const desk = new ReviewDesk(server);
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

  it("says when a decision was refused", async () => {
    const server = new FakeServer([reviewOf(1)]);
    const desk = new ReviewDesk(server);
    desk.start();
    await settle();
    server.fail = new Failure(409, "review.lease_lost", "Somebody else decided.");
    desk.decide(accept);
    await settle();
    expect(desk.read().refused).toEqual([{ id: "v1", message: "Somebody else decided." }]);
    expect(desk.read().decided).toBe(0);
  });

  it("goes on when the lease of what is shown was lost", async () => {
    const server = new FakeServer([reviewOf(1), reviewOf(2)]);
    const desk = new ReviewDesk(server);
    desk.start();
    await settle();
    server.lost.add("v1");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown(desk)).toBe("v2");
  });

  it("gives everything back when the reviewer leaves", async () => {
    const server = new FakeServer([reviewOf(1), reviewOf(2)]);
    const desk = new ReviewDesk(server);
    desk.start();
    await settle();
    desk.stop();
    expect(server.returned).toEqual(["v1", "v2"]);
  });
});
