import { isRecord } from "../model";
import type { FieldViewerProps } from "../plugin";
import { CodeBlock } from "./CodeBlock";

export function CodeViewer({ value, renderText }: FieldViewerProps) {
  const code = isRecord(value) && typeof value.code === "string" ? value.code : "";
  const language = isRecord(value) && typeof value.language === "string" ? value.language : null;
  const marked = renderText?.({ text: code });
  if (marked)
    return (
      <div data-spot="" className="exact font-mono text-sm">
        {marked}
      </div>
    );
  return (
    <figure className="flex flex-col gap-1">
      <div data-spot="">
        <CodeBlock code={code} language={language} />
      </div>
      {language ? <figcaption className="text-2xs text-ink-3">{language}</figcaption> : null}
    </figure>
  );
}
