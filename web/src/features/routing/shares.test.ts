import { describe, expect, it } from "vitest";
import { bp, even, give, problem, total, WHOLE } from "@/features/routing/shares";

const firms = ["a", "b", "c"].map((id) => ({ id, name: id }));

describe("shares", () => {
  it("are even to the last basis point", () => {
    expect(even(firms).map((part) => part.share)).toEqual([3334, 3333, 3333]);
    expect(even([])).toEqual([]);
  });
  it("give what is missing to one, and take what is too much from one as far as it goes", () => {
    const parts = even(firms).map((part) => ({ ...part, share: 3000 }));
    expect(total(give(parts, "b"))).toBe(WHOLE);
    const over = parts.map((part) => ({ ...part, share: 6000 }));
    expect(give(over, "c").map((part) => part.share)).toEqual([6000, 6000, 0]);
  });
  it("say what is in the way", () => {
    expect(problem(even(firms), 300)).toBeNull();
    expect(problem(even(firms).slice(1), 0)).toBe("Together the shares are 66.66%, not 100%");
    expect(problem(even(firms.slice(1, 2)), 100)).toMatch(/needs two/);
    expect(problem([...even(firms), { id: "d", name: "d", share: 0 }], 0)).toMatch(/no share/);
    expect(bp(250)).toBe("2.5%");
  });
});
