import { AlignLeft } from "lucide-react";
import { deferred } from "@/kit/deferred";
import type { FieldPlugin } from "../plugin";
import { TextViewer } from "./TextViewer";

export const text: FieldPlugin = {
  kind: "text",
  title: "Text",
  summary: "Plain text or Markdown, with LaTeX and code.",
  icon: AlignLeft,
  targets: [],
  defaultSettings: () => ({}),
  SettingsForm: deferred(async () => (await import("./TextSettings")).TextSettings),
  Viewer: TextViewer,
  example: () =>
    "The **Tacoma Narrows Bridge** fell on 7 November 1940, four months after it opened.\n\n$$f = \\frac{v\\,S}{d}$$",
  text: (value) => (typeof value === "string" ? value : ""),
};
