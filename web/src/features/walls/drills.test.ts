import { expect, test } from "vitest";
import { lanes } from "@/features/walls/drills";

test("moments stand in lanes by who, numbered through, from the start to the end", () => {
  const found = lanes(
    [
      { at: 0, who: "the lab", what: "works" },
      { at: 5, who: "the owner", what: "buys", ms: 200 },
      { at: 20, who: "the lab", what: "leaves" },
    ],
    10,
  );
  expect(found.map((lane) => [lane.who, lane.dots.map((dot) => [dot.number, dot.x])])).toEqual([
    [
      "the lab",
      [
        [1, 0],
        [3, 1],
      ],
    ], // prettier-ignore
    ["the owner", [[2, 0.25]]],
  ]);
});
