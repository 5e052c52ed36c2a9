import { useState } from "react";
import { Prose } from "@/fields/Prose";
import { Diff } from "@/ui/Diff";
import { Segments } from "@/ui/Toggle";
import type { DiffProps, ViewerProps } from "../plugin";
import { editDistance } from "./distance";
import { draftOf, type TextSettings, type TextValue } from "./model";

export function TextViewer(props: ViewerProps<TextValue, TextSettings>) {
  const { value, settings } = props;
  const draft = draftOf(props);
  const [face, setFace] = useState<"text" | "changes">("text");
  if (value.text === "") return <p className="text-ink-3">Nothing written</p>;
  return (
    <div className="flex flex-col gap-2">
      {draft ? (
        <Segments
          label="What is shown"
          className="self-start"
          value={face}
          onChange={setFace}
          options={[
            { value: "text", label: "Text" },
            { value: "changes", label: `Changes (${editDistance(draft.text, value.text)})` },
          ]}
        />
      ) : null}
      {draft && face === "changes" ? (
        <Diff before={draft.text} after={value.text} className="text-md" />
      ) : (
        <Prose text={value.text} plain={settings.format === "plain"} />
      )}
    </div>
  );
}

export function TextDiff({ before, after }: DiffProps<TextValue, TextSettings>) {
  return <Diff before={before.text} after={after.text} className="text-md" />;
}
