import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { benchDesk } from "@/api/desks";
import { Failure } from "@/api/failure";
import { Journal } from "@/api/journal";
import { MemoryShelf } from "@/api/testing";
import { Bench } from "./bench";
import type { Job } from "./job";
import { FakeServer, pick, picked, workOf } from "./testing";

let keys = 0;
const newKey = () => {
  keys += 1;
  return `key${keys}`;
};
function makeBench(server: FakeServer, shelf = new MemoryShelf()): Bench {
  const journal = new Journal(benchDesk, "person", "project", shelf);
  return new Bench(server, journal, { project: "project", now: () => Date.now(), newKey, warm: () => {} });
}
const settle = () => vi.advanceTimersByTimeAsync(0);
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
function jobOf(bench: Bench): Job {
  const { phase } = bench.read();
  if (phase.kind !== "work") throw new Error(`There is no work on screen: ${phase.kind}`);
  return phase.job;
}

async function reloaded(server: FakeServer, shelf: MemoryShelf): Promise<Bench> {
  const bench = makeBench(server, shelf);
  bench.start();
  await settle();
  return bench;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the bench", () => {
  it("has the next item ready while this one is on screen, and shows it at once", async () => {
    const server = new FakeServer([workOf(1), workOf(2), workOf(3)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    expect(jobOf(bench).id).toBe("a1");
    expect(bench.read().ready).toBe(true);
    expect(server.asked).toEqual([[], ["a1"]]);
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    bench.submit();
    // Not one tick later: the submission is still on its way.
    expect(jobOf(bench).id).toBe("a2");
    expect(server.submitted.size).toBe(0);
    await settle();
    expect(server.submitted.get("a1")?.answers).toEqual(picked("a"));
    expect(bench.read().submitted).toBe(1);
    // The receipt has brought what comes after; nothing more was asked.
    expect(server.brought).toEqual(["a3"]);
    expect(server.asked).toEqual([[], ["a1"], ["a2"]]);
    expect(bench.read().ready).toBe(true);
  });

  it("gives back what a receipt brings when the bench was left, and asks by itself when none comes", async () => {
    const server = new FakeServer([workOf(1), workOf(2), workOf(3)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    bench.submit();
    bench.stop();
    await settle();
    expect(server.returned).toContain("a3");
    bench.start();
    await settle();
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    server.dropAnswers = true;
    bench.submit();
    await settle();
    server.dropAnswers = false;
    await wait(60_000);
    expect(jobOf(bench).id).toBe("a3");
    expect([...server.submitted.keys()]).toEqual(["a1", "a2"]);
  });

  it("stays with a training answer until what was right was looked at", async () => {
    const server = new FakeServer([workOf(1, { course: "training" }), workOf(2)]);
    const right = { answers: picked("b"), explanation: "B it is.", score: 0, matches: { topic: 0 } };
    server.lessons.set("a1", right);
    const bench = makeBench(server);
    bench.start();
    await settle();
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    bench.submit();
    expect(bench.read().phase).toMatchObject({ kind: "lesson", answers: picked("a"), feedback: null });
    await settle();
    expect(bench.read().phase).toMatchObject({ kind: "lesson", feedback: right });
    bench.goOn();
    expect(jobOf(bench).id).toBe("a2");
  });

  it("fills in what a model suggests, but never over what the person wrote", async () => {
    const server = new FakeServer([
      workOf(1),
      workOf(2, {}, { revision: 1, answers: picked("b"), saved_at: "2030-01-01T00:00:00Z" }),
    ]);
    server.revealed = "before";
    for (const id of ["a1", "a2"]) server.suggested.set(id, picked("a"));
    const bench = makeBench(server);
    bench.start();
    await settle();
    expect(jobOf(bench).prefilled).toBe(true);
    expect(jobOf(bench).store.answers()).toEqual(picked("a"));
    bench.submit();
    await settle();
    expect(server.submitted.get("a1")?.answers).toEqual(picked("a"));
    expect(jobOf(bench).store.answers()).toEqual(picked("b"));
  });

  it("shows what a model says otherwise only after the first answer, and goes on where there is nothing", async () => {
    const server = new FakeServer([workOf(1), workOf(2), workOf(3), workOf(4)]);
    server.revealed = "after";
    for (const id of ["a1", "a2", "a4"]) server.suggested.set(id, picked("a"));
    const bench = makeBench(server);
    bench.start();
    await settle();
    expect(jobOf(bench).store.answers()).toEqual({});
    expect(server.firsts.size).toBe(0);
    jobOf(bench).store.dispatch("topic", "item", pick("b"));
    bench.submit();
    bench.submit();
    await settle();
    expect(server.firsts.get("a1")).toEqual(picked("b"));
    expect(jobOf(bench)).toMatchObject({ id: "a1", suggestion: { answers: picked("a") } });
    bench.submit();
    await settle();
    expect(server.submitted.get("a1")?.answers).toEqual(picked("b"));
    for (const id of ["a2", "a3"]) {
      expect(jobOf(bench).id).toBe(id);
      jobOf(bench).store.dispatch("topic", "item", pick("a"));
      bench.submit();
      await settle();
    }
    expect(jobOf(bench).id).toBe("a4");
    jobOf(bench).store.dispatch("topic", "item", pick("b"));
    server.online = false;
    bench.submit();
    await settle();
    expect(bench.read().phase.kind).not.toBe("work");
    expect(server.submitted.has("a4")).toBe(false);
    server.online = true;
    await wait(60_000);
    expect(server.submitted.get("a4")?.answers).toEqual(picked("b"));
  });

  it("goes on from training whose answer was refused, and shows the refusal", async () => {
    const server = new FakeServer([workOf(1, { course: "training" }), workOf(2)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    server.refuse = new Failure(409, "assignment.no_room", "No room.");
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    bench.submit();
    await settle();
    expect(jobOf(bench).id).toBe("a2");
    expect(bench.read().refused).toHaveLength(1);
  });

  it("sends a submission again with the same key until it is answered", async () => {
    const server = new FakeServer([workOf(1), workOf(2)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    server.dropAnswers = true;
    jobOf(bench).store.dispatch("topic", "item", pick("b"));
    bench.submit();
    await settle();
    const key = server.submitted.get("a1")?.key;
    expect(bench.read()).toMatchObject({ sending: 1, stuck: true });
    server.dropAnswers = false;
    await wait(5_000);
    expect(server.attempts.length).toBeGreaterThan(1);
    expect(server.submitted.get("a1")?.key).toBe(key);
    expect(bench.read()).toMatchObject({ sending: 0, stuck: false, submitted: 1 });
  });

  it("loses no submission to a reload", async () => {
    const shelf = new MemoryShelf();
    const server = new FakeServer([workOf(1), workOf(2)]);
    const bench = makeBench(server, shelf);
    bench.start();
    await settle();
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    server.online = false;
    bench.submit();
    await settle();
    const again = makeBench(server, shelf);
    server.online = true;
    again.start();
    await settle();
    expect(server.submitted.get("a1")?.answers).toEqual(picked("a"));
    expect(jobOf(again).id).toBe("a2");
  });

  it("loses nothing that was answered to a reload, saved or not", async () => {
    const shelf = new MemoryShelf();
    const server = new FakeServer([workOf(1)]);
    const bench = makeBench(server, shelf);
    bench.start();
    await settle();
    server.online = false;
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    await wait(2_000);
    expect(jobOf(bench).draft.state).toBe("here");
    server.online = true;
    const again = makeBench(server, shelf);
    again.start();
    await settle();
    expect(jobOf(again).store.answers()).toEqual(picked("a"));
    expect(jobOf(again).restored).toBe("unsaved");
    await wait(2_000);
    expect(server.drafts.get("a1")?.answers).toEqual(picked("a"));
  });

  it("gives the answers back when an item comes again after its lease was lost", async () => {
    const shelf = new MemoryShelf();
    const server = new FakeServer([workOf(1), workOf(2)]);
    const bench = makeBench(server, shelf);
    bench.start();
    await settle();
    jobOf(bench).store.dispatch("topic", "item", pick("b"));
    server.lost.add("a1");
    await wait(1_500);
    expect(jobOf(bench).lost).toBe(true);
    bench.submit();
    expect(server.attempts).toEqual([]);
    bench.leaveLost();
    expect(jobOf(bench).id).toBe("a2");
    const again = makeBench(new FakeServer([workOf(9, { item_id: "i1" })]), shelf);
    again.start();
    await settle();
    expect(jobOf(again).restored).toBe("lost_lease");
    expect(jobOf(again).store.answers()).toEqual(picked("b"));
  });

  it("shows both copies when the draft was changed elsewhere, and overwrites neither", async () => {
    const server = new FakeServer([workOf(1)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    const job = jobOf(bench);
    server.drafts.set("a1", { revision: 4, answers: picked("b") });
    job.store.dispatch("topic", "item", pick("a"));
    await wait(1_500);
    expect(job.draft.state).toBe("conflict");
    expect(job.draft.theirs?.answers).toEqual(picked("b"));
    await wait(60_000);
    expect(server.drafts.get("a1")?.answers).toEqual(picked("b"));
    job.resolve("mine");
    await wait(1_500);
    expect(server.drafts.get("a1")).toEqual({ revision: 5, answers: picked("a") });
  });

  it("takes an earlier version up after saving what was written, and undo brings that back", async () => {
    const server = new FakeServer([workOf(1)]);
    server.versions.set(1, picked("b"));
    const shelf = new MemoryShelf();
    const bench = makeBench(server, shelf);
    bench.start();
    await settle();
    const job = jobOf(bench);
    job.store.dispatch("topic", "item", pick("a"));
    const taking = job.takeUp(1);
    await wait(0);
    await taking;
    expect(job.store.answers()).toEqual(picked("b"));
    expect(job.draft.state).toBe("saved");
    expect(server.drafts.get("a1")).toMatchObject({ revision: 2, answers: picked("b") });
    // A reload finds it, and nothing of what was there before as unsaved.
    expect(jobOf(await reloaded(server, shelf)).restored).toBe("none");
    job.store.undo();
    expect(job.store.answers()).toEqual(picked("a"));
    await wait(1_100);
    expect(server.drafts.get("a1")).toMatchObject({ revision: 3, answers: picked("a") });
    job.store.redo();
    expect(job.store.answers()).toEqual(picked("b"));
  });

  it("loses nothing where a version cannot be taken up", async () => {
    const server = new FakeServer([workOf(1)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    const job = jobOf(bench);
    job.store.dispatch("topic", "item", pick("a"));
    await expect(job.takeUp(7)).rejects.toThrow("no such version");
    expect(job.store.answers()).toEqual(picked("a"));
    server.online = false;
    job.store.dispatch("topic", "item", pick("b"));
    await expect(job.takeUp(7)).rejects.toThrow("could not be saved first");
    expect(job.store.answers()).toEqual(picked("b"));
    server.online = true;
    await wait(8_100);
    expect(server.drafts.get("a1")).toMatchObject({ answers: picked("b") });
  });

  it("lets no window write over what another one of this browser holds, without a network", async () => {
    const [server, shelf] = [new FakeServer([workOf(1)]), new MemoryShelf()];
    const [one, other] = [makeBench(server, shelf), makeBench(server, shelf)];
    for (const bench of [one, other]) bench.start();
    await settle();
    server.online = false;
    const kept = () => new Journal(benchDesk, "person", "project", shelf).read("i1")?.answers;
    jobOf(one).store.dispatch("topic", "item", pick("a"));
    jobOf(other).store.dispatch("topic", "item", pick("b"));
    jobOf(other).store.dispatch("topic", "item", pick("a"));
    jobOf(other).store.dispatch("topic", "item", pick("b"));
    expect(jobOf(other).draft).toMatchObject({ state: "conflict", theirs: { answers: picked("a") } });
    expect(kept()).toEqual(picked("a"));
    jobOf(other).resolve("mine");
    expect(kept()).toEqual(picked("b"));
    await wait(1_500);
    expect(jobOf(one).draft.state).toBe("here");
  });

  it("loses no time to a clock that is put back", async () => {
    const server = new FakeServer([workOf(1)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    vi.setSystemTime(Date.now() - 3_600_000);
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    bench.submit();
    await settle();
    expect(server.submitted.get("a1")?.active_ms).toBe(0);
  });

  it("sees no conflict in its own save whose answer was lost", async () => {
    const server = new FakeServer([workOf(1)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    server.dropAnswers = true;
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    await wait(1_500);
    server.dropAnswers = false;
    await wait(10_000);
    expect(jobOf(bench).draft.state).toBe("saved");
  });

  it("brings a refused submission back, with its answers", async () => {
    const server = new FakeServer([workOf(1), workOf(2)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    server.refuse = new Failure(422, "annotation.invalid", "One answer is wrong.");
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    bench.submit();
    await settle();
    const [refused] = bench.read().refused;
    expect(refused?.message).toBe("One answer is wrong.");
    server.refuse = null;
    if (refused) await bench.reopen(refused);
    expect(jobOf(bench).id).toBe("a1");
    expect(jobOf(bench).store.answers()).toEqual(picked("a"));
    expect(bench.read().refused).toEqual([]);
  });

  it("shows what was given for an item that is gone until that was read, also after a reload", async () => {
    const [server, shelf] = [new FakeServer([workOf(1), workOf(2)]), new MemoryShelf()];
    const bench = await reloaded(server, shelf);
    server.refuse = new Failure(409, "assignment.no_room", "No room.");
    jobOf(bench).store.dispatch("topic", "item", pick("a"));
    bench.submit();
    await settle();
    server.refuse = null;
    const again = await reloaded(server, shelf);
    const [refused] = again.read().refused;
    expect(refused).toMatchObject({ message: "No room.", lost: true, answers: picked("a") });
    if (refused) again.dismiss(refused);
    expect((await reloaded(server, shelf)).read().refused).toEqual([]);
  });

  it("gives back what was only laid ready when the person leaves", async () => {
    const server = new FakeServer([workOf(1), workOf(2)]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    bench.stop();
    expect(server.returned).toEqual(["a2"]);
  });

  it("says why there is no work, and looks again when told", async () => {
    const server = new FakeServer([]);
    const bench = makeBench(server);
    bench.start();
    await settle();
    expect(bench.read().phase).toMatchObject({ kind: "idle", status: "done" });
  });

  it("begins rework with the answers that were sent back", async () => {
    const rework = { comment: "Look again", reviewed_at: "2030-01-01T00:00:00Z", answers: picked("b") };
    const bench = makeBench(new FakeServer([workOf(1, { attempt: 2, rework })]));
    bench.start();
    await settle();
    expect(jobOf(bench).store.answers()).toEqual(picked("b"));
  });

  it("counts only time that was worked", async () => {
    const bench = makeBench(new FakeServer([workOf(1)]));
    bench.start();
    await settle();
    const { clock } = jobOf(bench);
    await wait(30_000);
    clock.touch();
    await wait(30 * 60_000);
    expect(clock.elapsed()).toBe(90_000);
    clock.touch();
    clock.pause();
    await wait(10_000);
    expect(clock.elapsed()).toBe(90_000);
  });
});
