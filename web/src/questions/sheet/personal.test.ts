import { describe, expect, it } from "vitest";
import { personalIn } from "./personal";

const of = (text: string) => personalIn(text).map(({ what, text: said }) => `${what}: ${said}`);

describe("personal data", () => {
  it.each([
    ["Write to ada.lovelace@analytical.co.uk, please.", ["an email address: ada.lovelace@analytical.co.uk"]],
    ["Карта 4111 1111 1111 1111.", ["a card number: 4111 1111 1111 1111"]],
    ["Pay DE89 3704 0044 0532 0130 00 AND then wait", ["a bank account: DE89 3704 0044 0532 0130 00"]],
    ["GB82WEST12345698765432", ["a bank account: GB82WEST12345698765432"]],
    ["My number is 078-05-1120.", ["a social security number: 078-05-1120"]],
    [
      "Call +49 30 901820 or (415) 867-5309, 020 7946 1234 or 415-867-5309!",
      [
        "a phone number: +49 30 901820",
        "a phone number: (415) 867-5309",
        "a phone number: 020 7946 1234",
        "a phone number: 415-867-5309",
      ],
    ],
    ["a@b.de and a@b.de", ["an email address: a@b.de"]],
  ])("is found in %j", (text, wanted) => {
    expect(of(text)).toEqual(wanted);
  });

  it.each([
    "on 2024-05-17 at 12:30:45, in 17.05.2024, from 1984-1995 and (1972-1981)",
    "for 1,234,567.89 of 3.14159265, 0.33333333 and 1 000 000 000",
    "the numbers 1 2 3 4 5 6 7 8 9 and 100 200 300 400",
    "18 = 16 - 3 - 4 + 9, 12345678 / 2 = 6172839, 2 * 3 * 4",
    "name@example.org, someone@shop.example, 415-555-0123",
    "as 4c1d72d9-105a-4d21-9129-658564274696, in section 4.2.1 of version 3.14.1.15.2",
    "order 1234567, 4111 1111 1111 1112, DE90 3704 0044 0532 0130 00",
    "from @home to #1, def f(x): return x@y.T",
    "between 0000000 and 00000001; 0.5 0.25 0.125",
  ])("is not taken for it: %j", (text) => {
    expect(of(text)).toEqual([]);
  });

  it("is found in long texts at once", () => {
    const long = "1 ".repeat(50_000) + "a".repeat(100_000) + "@" + "0 12-".repeat(20_000);
    expect(of(long)).toEqual([]);
  });
});
