import { beforeAll, expect, test, vi } from "vitest";
import { WritingWatch } from "./writing";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});

let now = 0;
const box = document.createElement("textarea");

function write(watch: WritingWatch, text: string, inputType = "insertText", key = true) {
  if (key) watch.key({ isComposing: false, key: "a" });
  box.value += text;
  watch.input(box, { inputType, isTrusted: true, isComposing: false });
}

test("where text came from is told apart, and no letter of it is kept", () => {
  box.value = "";
  const watch = new WritingWatch("The quick brown\nfox jumps", false, () => now);
  watch.enter(box);
  expect(watch.summary()).toBeNull();
  for (const letter of "hello secret") {
    now += 100;
    write(watch, letter);
  }
  watch.paste("quick brown fox");
  write(watch, "quick brown fox", "insertFromPaste");
  watch.paste("Some words of a machine");
  write(watch, "Some words of a machine", "insertFromPaste");
  watch.copy("hello secret");
  watch.paste("secret");
  write(watch, "secret", "insertFromPaste");
  now += 3000;
  write(watch, "dictated", "insertText", false);
  write(watch, "dropped", "insertFromDrop");
  box.value = box.value.slice(0, -3);
  watch.input(box, { inputType: "deleteContentBackward", isTrusted: true, isComposing: false });
  watch.leave();
  now += 20_000;
  watch.comeBack();
  watch.paste("x".repeat(90));
  write(watch, "x".repeat(90), "insertFromPaste");
  const summary = watch.summary();
  expect(summary).toMatchObject({
    typed: 12,
    pasted_item: 15,
    pasted_own: 6,
    pasted_elsewhere: 23 + 90,
    silent: 8,
    dropped: 7,
    deleted: 3,
    after_away: 90,
    pauses: 2,
    untrusted: 0,
    rhythm: null,
    composed: false,
  });
  expect(summary?.writing_ms).toBe(1100 + 3000);
  expect(JSON.stringify(summary)).not.toMatch(/secret|machine|dictated/);
});

test("an even rhythm, an input method and a program are seen", () => {
  box.value = "";
  const watch = new WritingWatch("", true, () => now);
  watch.enter(box);
  for (let count = 0; count < 60; count += 1) {
    now += 80;
    write(watch, "a");
  }
  expect(watch.summary()).toMatchObject({ rhythm: 0, resumed: true });
  watch.key({ isComposing: true, key: "Process" });
  watch.input(box, { inputType: "insertText", isTrusted: false, isComposing: false });
  expect(watch.summary()).toMatchObject({ composed: true, untrusted: 1 });
});
