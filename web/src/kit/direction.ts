/** A letter of a script that runs from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Hanifi_Rohingya}]/u;
const LETTER = /\p{L}/u;

/** The direction of a text, by its first letter, as a browser finds it for `dir="auto"`. */
export function directionOf(text: string): "ltr" | "rtl" {
  const first = LETTER.exec(text)?.[0];
  return first && RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr";
}

/** The direction of the line of `text` in which the place `at` (UTF-16) is. */
export function directionAt(text: string, at: number): "ltr" | "rtl" {
  const end = text.indexOf("\n", at);
  return directionOf(text.slice(text.lastIndexOf("\n", at - 1) + 1, end < 0 ? undefined : end));
}
