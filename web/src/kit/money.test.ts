import { describe, expect, it } from "vitest";
import { microsOf, money, units } from "@/kit/money";

describe("money", () => {
  it("is read back as it was written", () => {
    for (const typed of ["0.25", "1", "12.5", "0.000001", "999999"])
      expect(microsOf(typed)).toBe(Math.round(Number(typed) * 1e6));
    expect(microsOf("0,25")).toBe(250_000);
    expect(microsOf(" ")).toBeNull();
    for (const wrong of ["x", "-1", "1.2345678", "1e3", "1000000"]) expect(microsOf(wrong)).toBeUndefined();
  });

  it("shows the digits that matter", () => {
    expect(money(250_000, "USD")).toBe("USD 0.25");
    expect(units(1_333_333)).toBe("1.333");
    expect(units(12_345_678)).toBe("12.35");
  });
});
