import { describe, expect, it } from "vitest";
import { arcsOf, type Box, linesOf } from "./arcs";

const box = (left: number, top: number, width = 20): Box => ({ left, top, right: left + width, bottom: top + 18 });
const boxes = new Map([
  ["a", box(0, 40)],
  ["b", box(100, 40)],
  ["c", box(200, 40)],
  ["d", box(50, 120)],
]);

describe("arcs over a text", () => {
  it("gives a lane of its own to each of those that would meet, the shortest lowest", () => {
    const { arcs, lanes } = arcsOf(
      [
        { key: "long", from: "a", to: "c" },
        { key: "short", from: "b", to: "a" },
        { key: "beside", from: "b", to: "c" },
      ],
      boxes,
      new Map(),
    );
    const lane = Object.fromEntries(arcs.map((arc) => [arc.key, arc.lane]));
    expect([lanes.get("a"), lanes.get("d")]).toEqual([3, 0]);
    expect(lane.long).toBe(2);
    expect(new Set(Object.values(lane)).size).toBe(3);
  });

  it("shares a lane where they are apart, unless a long name needs the room", () => {
    const two = [
      { key: "one", from: "a", to: "b" },
      { key: "other", from: "c", to: "e" },
    ];
    const wide = new Map([...boxes, ["e", box(300, 40)]]);
    expect(arcsOf(two, wide, new Map()).lanes.get("a")).toBe(1);
    expect(arcsOf(two, wide, new Map([["one", "x".repeat(60)]])).lanes.get("a")).toBe(2);
  });

  it("goes round by the edge from one line to another, and leaves out what is not drawn", () => {
    const { arcs } = arcsOf(
      [
        { key: "down", from: "a", to: "d" },
        { key: "gone", from: "a", to: "nowhere" },
      ],
      boxes,
      new Map(),
    );
    expect(arcs.map((arc) => arc.key)).toEqual(["down"]);
    expect(arcs[0]?.path).toMatch(/^M8,40 .*H-5 .* V120$/);
    expect(linesOf(boxes.values())).toEqual([40, 120]);
  });
});
