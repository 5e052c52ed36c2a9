import { describe, expect, it } from "vitest";
import { benchDesk, decidingDesk, type Submitting } from "@/api/desks";
import { Journal } from "@/api/journal";
import { PageShelf } from "@/api/shelf";
import { MemoryShelf } from "@/api/testing";

const waiting = (project: string, key: string, at = 0): Submitting => ({
  project,
  assignment: key,
  item: "i",
  key,
  answers: { topic: { item: { state: "answered", value: { selected: ["a"] } } } },
  active_ms: 1,
  schema_version: 1,
  at,
});
const bench = (shelf: MemoryShelf, person: string, project: string, everywhere = false) =>
  new Journal(benchDesk, person, project, shelf, everywhere);
const keysOf = (journal: { waiting(): { key: string }[] }) => journal.waiting().map((one) => one.key);

describe("the journal", () => {
  it("is kept by desk, person and project, and hands out another project's only to whoever may send it", () => {
    const shelf = new MemoryShelf();
    bench(shelf, "person", "p").send(waiting("p", "1", 2));
    bench(shelf, "person", "q").send(waiting("q", "2", 1));
    bench(shelf, "other", "q").send(waiting("q", "3"));
    expect(keysOf(bench(shelf, "person", "p"))).toEqual(["1"]);
    expect(keysOf(new Journal(decidingDesk("review"), "person", "p", shelf, true))).toEqual([]);
    const everywhere = bench(shelf, "person", "p", true);
    expect(keysOf(everywhere)).toEqual(["2", "1"]);
    for (const one of everywhere.waiting()) everywhere.sent(one, true);
    expect(keysOf(bench(shelf, "person", "q"))).toEqual([]);
    expect(keysOf(bench(shelf, "other", "q"))).toEqual(["3"]);
  });

  it("keeps what two tabs put on their way, and takes out only what was sent", () => {
    const shelf = new MemoryShelf();
    const [one, other] = [bench(shelf, "person", "p"), bench(shelf, "person", "p")];
    one.send(waiting("p", "1"));
    other.send(waiting("p", "2"));
    one.sent(waiting("p", "1"), true);
    expect(keysOf(bench(shelf, "person", "p"))).toEqual(["2"]);
  });

  it("keeps on the page what the browser's storage does not take, and says so", () => {
    const none: Pick<Storage, "getItem" | "setItem" | "removeItem"> = {
      getItem: () => null,
      removeItem: () => {},
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    for (const storage of [null, none as Storage]) {
      const shelf = new PageShelf(storage);
      const one = new Journal(benchDesk, "person", "p", shelf);
      one.send(waiting("p", "1"));
      expect([one.onlyHere, new Journal(benchDesk, "other", "p", shelf).onlyHere]).toEqual([true, false]);
      const later = new Journal(benchDesk, "person", "p", shelf);
      expect(keysOf(later)).toEqual(["1"]);
      for (const each of later.waiting()) later.sent(each, true);
      expect(one.onlyHere).toBe(false);
    }
  });

  it("forgets what was begun two weeks ago, and passes over what it cannot read", () => {
    const shelf = new MemoryShelf();
    const desk = decidingDesk("audit");
    const then = new Journal(desk, "person", "p", shelf, false, () => 0);
    then.write("old", { answers: null, comment: "Then." });
    const refused = { verdict: null, message: "No.", again: true };
    then.write("unread", { answers: null, comment: "Not taken.", refused });
    new Journal(desk, "person", "p", shelf).write("new", { answers: null, comment: "Now." });
    shelf.setItem("armslength.desk.1/audit/person/p/kept/torn", "{");
    expect(new Journal(desk, "person", "p", shelf).kept().map(([id, { comment }]) => [id, comment])).toEqual([
      ["unread", "Not taken."],
      ["new", "Now."],
    ]);
  });
});
