import { expect, it } from "vitest";
import { capOf } from "@/features/walls/caps";

it("reads a cap in percent, none where nothing is written", () => {
  expect(["25", " 2,5 % ", "0", "100", "", "  "].map(capOf)).toEqual([0.25, 0.025, 0, 1, null, null]);
  expect(["101", "-1", "a", "1.234", "25 25"].map(capOf)).toEqual(Array(5).fill(undefined));
});
