import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { benchDesk } from "@/api/desks";
import { Failure } from "@/api/failure";
import { Journal } from "@/api/journal";
import { MemoryShelf } from "@/api/testing";
import { Bench } from "./bench";
import { FakeServer, pick, picked, workOf } from "./testing";

const elsewhere = () => new Failure(409, "identity.works_elsewhere", "Your session works in another project.");
const settle = () => vi.advanceTimersByTimeAsync(0);

function benchOf(server: FakeServer, shelf: MemoryShelf): Bench {
  const env = { project: "p", now: () => Date.now(), newKey: () => crypto.randomUUID(), warm: () => {} };
  return new Bench(server, new Journal(benchDesk, "person", "p", shelf), env);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a session that works in another project", () => {
  it("keeps an answer that was on its way until the person is back", async () => {
    const [server, shelf] = [new FakeServer([workOf(1), workOf(2)]), new MemoryShelf()];
    const bench = benchOf(server, shelf);
    bench.start();
    await settle();
    const { phase } = bench.read();
    if (phase.kind !== "work") throw new Error(phase.kind);
    phase.job.store.dispatch("topic", "item", pick("a"));
    server.refuse = elsewhere();
    bench.submit();
    await settle();
    expect(bench.read().refused).toEqual([]);
    bench.stop();
    expect(new Journal(benchDesk, "person", "p", shelf).waiting().map((one) => one.assignment)).toEqual(["a1"]);

    server.refuse = null;
    const again = benchOf(server, shelf);
    again.start();
    await settle();
    expect(server.submitted.get("a1")?.answers).toEqual(picked("a"));
    expect(new Journal(benchDesk, "person", "p", shelf).waiting()).toEqual([]);
  });

  it("does not take a lease for lost", async () => {
    const server = new FakeServer([workOf(1)]);
    const bench = benchOf(server, new MemoryShelf());
    bench.start();
    await settle();
    const { phase } = bench.read();
    if (phase.kind !== "work") throw new Error(phase.kind);
    server.heartbeat = () => Promise.reject(elsewhere());
    await phase.job.hold();
    server.saveDraft = () => Promise.reject(elsewhere());
    phase.job.store.dispatch("topic", "item", pick("b"));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(phase.job.lost).toBe(false);
    expect(phase.job.draft.state).toBe("here");
  });
});
