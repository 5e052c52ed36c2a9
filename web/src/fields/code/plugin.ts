import { Code } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { plainText } from "../model";
import type { FieldPlugin } from "../plugin";
import { CodeViewer } from "./CodeViewer";

export const code: FieldPlugin = {
  kind: "code",
  title: "Code",
  summary: "Source code, highlighted by its language.",
  icon: Code,
  targets: [],
  defaultSettings: () => ({}),
  SettingsForm: deferred(async () => (await import("./CodeSettings")).CodeSettings),
  Viewer: CodeViewer,
  example: () => ({
    language: "python",
    code: 'def median(values: list[float]) -> float:\n    """The middle value; the mean of the two middle ones when there are two."""\n    ordered = sorted(values)\n    half = len(ordered) // 2\n    if len(ordered) % 2:\n        return ordered[half]\n    return (ordered[half - 1] + ordered[half]) / 2  # an even count\n',
  }),
  text: plainText,
};
