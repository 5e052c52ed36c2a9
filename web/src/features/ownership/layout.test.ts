import { describe, expect, it } from "vitest";
import { layOut, neighbour } from "@/features/ownership/layout";
import { BOX, type Labelled } from "@/features/ownership/lines";

const WIDE = 1100;
const link = (from: string, to: string, ...labels: string[]): Labelled => ({ id: `${from}>${to}`, from, to, labels });
const drawing = (links: readonly Labelled[], width = WIDE) =>
  layOut([...new Set(links.flatMap((each) => [each.from, each.to]))], links, width);

describe("the layout of an ownership graph", () => {
  it("puts owners above what they hold", () => {
    const drawn = drawing([link("h", "v"), link("f", "h"), link("g", "v")]);
    const y = (id: string) => drawn.nodes.get(id)?.y ?? -1;
    expect(y("f")).toBeLessThan(y("h"));
    expect(y("h")).toBeLessThan(y("v"));
    expect(y("g")).toBe(y("h"));
  });

  it("never lets two boxes overlap, and keeps all inside, however many there are", () => {
    const links = Array.from({ length: 90 }, (_, index) => link(`n${index}`, `n${Math.floor(index / 3) + 60}`));
    const drawn = drawing(links.filter((each) => each.from !== each.to));
    const nodes = [...drawn.nodes.values()];
    expect(nodes).toHaveLength(90);
    for (const a of nodes) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + BOX.width).toBeLessThanOrEqual(drawn.width);
      expect(a.y + BOX.height).toBeLessThanOrEqual(drawn.height);
      for (const b of nodes)
        if (a !== b) expect(Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height).toBe(true);
    }
  });

  it("keeps to the room there is by rows, and puts parts without a common party side by side", () => {
    const many = Array.from({ length: 20 }, (_, index) => link(`holder${index}`, "v"));
    expect(drawing(many).width).toBeLessThanOrEqual(WIDE);
    const two = drawing([link("a", "b"), link("c", "d")]);
    expect(two.nodes.get("a")?.y).toBe(two.nodes.get("c")?.y);
    expect(two.width).toBeLessThanOrEqual(WIDE);
  });

  it("leads a long line past the boxes between its ends", () => {
    const drawn = drawing([link("a", "b"), link("b", "c"), link("a", "c")]);
    const middle = (drawn.nodes.get("b")?.x ?? 0) + BOX.width / 2;
    const passes = [...(drawn.routes.get("a>c")?.d.matchAll(/L(-?[\d.]+),/g) ?? [])].map((match) => Number(match[1]));
    expect(passes).toHaveLength(1);
    expect(Math.abs((passes[0] ?? middle) - middle)).toBeGreaterThan(BOX.width / 2);
  });

  it("draws a cycle both ways, and a party that holds itself", () => {
    const drawn = drawing([link("p", "q"), link("q", "r"), link("r", "q"), link("q", "q")]);
    const top = (id: string) => drawn.nodes.get(id)?.y ?? 0;
    expect(top("p")).toBeLessThan(top("q"));
    expect(top("q")).toBeLessThan(top("r"));
    const up = drawn.routes.get("r>q")?.d ?? "";
    expect(up).toMatch(new RegExp(`^M[\\d.]+,${top("r")} `));
    expect(up).toMatch(new RegExp(`,${top("q") + BOX.height}$`));
    expect(up).not.toBe(drawn.routes.get("q>r")?.d);
    expect(drawn.routes.get("q>q")?.d).toMatch(/^M/);
  });

  it("is the same whatever the order of its parts", () => {
    const links = [link("a", "c"), link("b", "c"), link("b", "d"), link("c", "e")];
    const [one, other] = [drawing(links), drawing([...links].reverse())];
    const sorted = (map: ReadonlyMap<string, unknown>) => [...map].sort(([x], [y]) => (x < y ? -1 : 1));
    expect(sorted(other.nodes)).toEqual(sorted(one.nodes));
    expect(sorted(other.routes)).toEqual(sorted(one.routes));
  });

  it("puts no words upon other words where there is room", () => {
    const drawn = drawing(["a", "b", "c", "d"].map((holder) => link(holder, "v", "Votes 12.5 %")));
    const labels = [...drawn.routes.values()].map((route) => route.label);
    for (const a of labels)
      for (const b of labels) if (a !== b) expect(Math.abs(a.x - b.x) > 60 || Math.abs(a.y - b.y) >= 14).toBe(true);
  });

  it("leads by arrow keys up to holders, down to what is held, and sideways", () => {
    const links = [link("f", "h"), link("h", "v"), link("g", "v")];
    const drawn = drawing(links);
    expect(neighbour(drawn, links, "v", "ArrowUp")).toMatch(/[gh]/);
    expect(neighbour(drawn, links, "h", "ArrowUp")).toBe("f");
    expect(neighbour(drawn, links, "h", "ArrowDown")).toBe("v");
    const [left, right] = ["g", "h"].sort((a, b) => (drawn.nodes.get(a)?.x ?? 0) - (drawn.nodes.get(b)?.x ?? 0));
    expect(neighbour(drawn, links, left ?? "", "ArrowRight")).toBe(right);
    expect(neighbour(drawn, links, right ?? "", "ArrowRight")).toBeUndefined();
    expect(neighbour(drawn, links, "v", "Enter")).toBeUndefined();
  });
});
