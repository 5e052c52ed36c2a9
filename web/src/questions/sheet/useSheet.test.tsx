import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AnswerForm } from "../AnswerForm";
import type { LabelSchema } from "../model";

const schema: LabelSchema = {
  fields: [{ name: "text", kind: "text" }],
  questions: [
    {
      name: "topic",
      kind: "choice",
      title: "Topic",
      required: true,
      settings: {
        options: [
          { id: "a", title: "Sea" },
          { id: "b", title: "Land" },
        ],
      },
    },
    { name: "why", kind: "text", title: "Why", required: false, settings: {} },
  ],
} as LabelSchema;

function item(number: number) {
  return (
    <AnswerForm key={number} schema={schema} content={{ text: `Item ${number}` }} answers={{}} onChange={() => {}} />
  );
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame"] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("goes on to the next open question once it is drawn", () => {
  render(item(1));
  fireEvent.click(screen.getByRole("radio", { name: /Sea/ }));
  act(() => vi.advanceTimersToNextFrame());
  expect(document.activeElement?.getAttribute("data-slot")).toBe("why@item");
});

it("takes the focus of no question of the item that came after", () => {
  const { rerender } = render(item(1));
  fireEvent.click(screen.getByRole("radio", { name: /Sea/ }));
  rerender(item(2));
  act(() => vi.advanceTimersToNextFrame());
  expect(document.activeElement).toBe(document.body);
});
