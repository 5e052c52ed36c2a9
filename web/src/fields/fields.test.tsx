import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { tokenize, tokenLines } from "./code/highlight";
import { ItemContent } from "./ItemContent";
import { FIT, zoomed } from "./image/view";
import type { Field } from "./model";
import { letterOf, responsesOf } from "./model";
import { isCode } from "./Prose";
import { fieldPlugins } from "./registry";
import { JsonTree } from "./table/JsonTree";

it.each([
  [
    'from typing import List\n\n\ndef f(x: List[int]) -> int:\n    """ Adds them.\n    >>> f([1, 2])\n    3\n    """\n',
    true,
  ],
  ["#include <stdio.h>\nint main() {\n  return 0;\n}", true],
  ["import your goods early.\nThen wait for the ship.\nIt will come.", false],
  ["def f(x):\n    return x\n\nWhat does this function do?\nExplain it to a child, please.", false],
  ["```python\ndef f(x):\n    return x\n```", false],
  ["class is over", false],
])("a text that is code alone is shown as code: %j", (text, code) => {
  expect(isCode(text)).toBe(code);
});

describe.each(Object.values(fieldPlugins).map((plugin) => ({ kind: plugin.kind, plugin })))(
  "field kind $kind",
  ({ plugin }) => {
    const field: Field = { name: "it", kind: plugin.kind };

    it("shows its example", async () => {
      const { Viewer } = plugin;
      const { container } = render(<Viewer field={field} value={plugin.example()} />);
      await act(async () => {});
      await expect
        .poll(() => container.textContent?.length || container.querySelectorAll("img").length, { timeout: 10_000 })
        .toBeTruthy();
    });

    it.each([undefined, null, 7, "text", [], {}, { messages: 3, columns: 1, code: {} }])(
      "survives a value it does not know: %j",
      async (value) => {
        const { Viewer } = plugin;
        expect(() => render(<Viewer field={field} value={value} />)).not.toThrow();
        await act(async () => {});
      },
    );

    it("has a form for its settings or nothing to set", () => {
      expect(plugin.defaultSettings()).toEqual({});
    });
  },
);

describe("a conversation", () => {
  const messages = [
    { id: "m0", turn: "t0", role: "user", content: "def f():\n    *return* 1" },
    { id: "m1", turn: "t0", role: "assistant", content: "", tool_calls: [{ id: "c1", name: "run", arguments: {} }] },
    { id: "m2", turn: "t0", role: "tool", tool_call_id: "c1", content: "1" },
  ];
  const { Viewer } = fieldPlugins.chat;

  it("is plain where its field says so", () => {
    render(<Viewer field={{ name: "it", kind: "chat", settings: { format: "plain" } }} value={{ messages }} />);
    expect(screen.getByText("*return* 1", { exact: false }).textContent).toBe("def f():\n    *return* 1");
  });

  it("names a result by the call that it answers", () => {
    render(<Viewer field={{ name: "it", kind: "chat" }} value={{ messages }} />);
    expect(screen.getByRole("region", { name: "Result of run" }).textContent).toContain("1");
  });
});

describe("responses", () => {
  const schema = { fields: [{ name: "answers", kind: "text" as const, many: true }] };
  const content = {
    answers: [
      { id: "r1", value: "first" },
      { id: "r2", value: "second" },
    ],
  };

  it("stand in display order, by letter", () => {
    render(<ItemContent schema={schema} content={content} orders={{ answers: ["r2", "r1"] }} />);
    expect(screen.getByRole("article", { name: "Response A" }).textContent).toContain("second");
    expect(screen.getByRole("article", { name: "Response B" }).textContent).toContain("first");
  });

  it("change by tab where there is no room", async () => {
    render(<ItemContent schema={schema} content={content} />);
    await userEvent.click(screen.getByRole("tab", { name: "B" }));
    expect(screen.getByRole("tab", { name: "B" }).getAttribute("aria-selected")).toBe("true");
  });

  it("keep the order delivered when none is given, and have letters beyond Z", () => {
    expect(responsesOf(content, "answers").map((one) => one.id)).toEqual(["r1", "r2"]);
    expect([0, 25, 26, 27].map(letterOf)).toEqual(["A", "Z", "AA", "AB"]);
  });
});

describe("highlighting", () => {
  const code = 'def f(x):  # "not a string"\n    return "a # b" + str(0x1F) * 2\n\n"""doc\nstring"""';

  it("loses no character", () => {
    expect(
      tokenize(code, "python")
        .map((token) => token.text)
        .join(""),
    ).toBe(code);
    expect(
      tokenLines(code, "python")
        .map((line) => line.map((token) => token.text).join(""))
        .join("\n"),
    ).toBe(code);
  });

  it("tells comments from strings", () => {
    const kinds = Object.fromEntries(tokenize(code, "py").map((token) => [token.text, token.type]));
    expect(kinds['# "not a string"']).toBe("comment");
    expect(kinds['"a # b"']).toBe("string");
    expect(kinds["0x1F"]).toBe("number");
    expect(kinds.def).toBe("keyword");
  });

  it("survives what is not closed and languages it never heard of", () => {
    expect(
      tokenize("'open", "brainfog")
        .map((token) => token.text)
        .join(""),
    ).toBe("'open");
    expect(tokenize("/* open", null)[0]?.type).toBe("comment");
  });
});

describe("the view of an image", () => {
  it("keeps the point under the pointer where it is", () => {
    const at = { x: 100, y: 50 };
    const view = zoomed(zoomed(FIT, 2, at), 2, at);
    expect(view).toEqual({ scale: 4, x: -300, y: -150 });
    expect(zoomed(view, 0.01, at)).toEqual(FIT);
  });
});

describe("JSON", () => {
  it("draws nothing inside a folded part until it is opened", async () => {
    render(<JsonTree value={{ deep: { deeper: { deepest: "here" } } }} open={1} />);
    expect(screen.queryByText('"here"')).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: /^deep:/ }));
    await userEvent.click(screen.getByRole("button", { name: /deeper:/ }));
    expect(screen.getByText('"here"')).toBeDefined();
  });
});
