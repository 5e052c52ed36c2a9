/** Finds in what somebody wrote what looks like personal data of a real person. Nothing here leaves the browser. */

export interface Found {
  what: string;
  text: string;
}

interface Finder {
  what: string;
  form: RegExp;
  /** Whether what has the form is meant; the part of it that is, or null. */
  meant: (text: string) => string | null;
}

const EMAIL =
  /(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}_.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\p{L}\p{N}_-]{1,63}\.)+\p{L}{2,24}(?![\p{L}\p{N}_])/gu;
const CARD = /(?<![\p{L}\p{N}_-])(?<!\d\.)[2-6](?:[ -]?\d){12,18}(?![\p{L}\p{N}_])/gu;
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g;
const SOCIAL = /(?<![\p{L}\p{N}_-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\p{L}\p{N}_-])/gu;
const PHONE =
  /(?<!\d )(?<![\p{L}\p{N}_.,/$€£=*^-])(?:\+|00|\()?\d(?:[ ./()-]{0,2}\d){6,14}(?![\p{L}\p{N}_%]|[ .-]\d)/gu;
const DATE =
  /^\(?(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4} ?[-/] ?\d{4}\)?)(?: \d{1,2})?$/;
/** Kept free for examples: nobody can be reached there. */
const INVENTED_HOST = /@(?:.*\.)?(?:example(?:\.(?:com|org|net))?|invalid|test|localhost)$/i;
const INVENTED_PHONE = /555\D?01\d\d$/;

const FINDERS: readonly Finder[] = [
  { what: "an email address", form: EMAIL, meant: (text) => (INVENTED_HOST.test(text) ? null : text) },
  { what: "a card number", form: CARD, meant: (text) => (luhn(text.replace(/\D/g, "")) ? text : null) },
  { what: "a bank account", form: IBAN, meant: accountIn },
  { what: "a social security number", form: SOCIAL, meant: (text) => text },
  { what: "a phone number", form: PHONE, meant: (text) => (isPhone(text) ? text : null) },
];

/** Each thing once, in the order of the text; what has two forms is taken for the first. */
export function personalIn(text: string): Found[] {
  const found: (Found & { at: number })[] = [];
  for (const { what, form, meant } of FINDERS) {
    for (const match of text.matchAll(form)) {
      const said = meant(match[0]);
      if (said === null) continue;
      const end = match.index + said.length;
      if (found.every((one) => end <= one.at || one.at + one.text.length <= match.index))
        found.push({ what, text: said, at: match.index });
    }
  }
  found.sort((one, other) => one.at - other.at);
  return found
    .filter(({ text: said }, index) => found.findIndex((one) => one.text === said) === index)
    .map(({ what, text: said }) => ({ what, text: said }));
}

/** Whether the last digit is the check digit of a card's number. */
function luhn(digits: string): boolean {
  let total = 0;
  [...digits].reverse().forEach((digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    total += value > 9 ? value - 9 : value;
  });
  return total % 10 === 0 && new Set(digits).size > 1;
}

/** The longest beginning with right check digits: words may follow without a mark between. */
function accountIn(said: string): string | null {
  for (let end = said.length; end > 14; end -= 1) {
    const bare = said.slice(0, end).replaceAll(" ", "");
    if (bare.length < 15) return null;
    const whole = said[end - 1] !== " " && (end === said.length || said[end] === " ");
    if (whole && bare.length <= 34 && mod97(bare)) return said.slice(0, end);
  }
  return null;
}

function mod97(account: string): boolean {
  const turned = account.slice(4) + account.slice(0, 4);
  let rest = 0;
  for (const letter of turned)
    for (const digit of String(Number.parseInt(letter, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

const NATIONAL = /^0[1-9]\d{0,4}[ /-]\d|^\d{3}([-.])\d{3}\1\d{4}$|^(?:1-)?\d{3}[ -]\d{3}-\d{4}$/;

/** As people write numbers to be called: with a country's code, a bracket, a 0 before the first group, or 3-3-4. */
function isPhone(said: string): boolean {
  const digits = said.replace(/\D/g, "");
  if (digits.length < 7 || digits.length > 15 || DATE.test(said) || INVENTED_PHONE.test(said)) return false;
  return /^\+|^00[1-9]|^\(\d{2,5}\)/.test(said) || NATIONAL.test(said);
}
