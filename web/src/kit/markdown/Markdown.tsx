import { useEffect, useMemo, useState } from "react";
import { cx } from "@/kit/cx";
import type { MathRenderer } from "@/kit/markdown/render";

type Renderer = typeof import("@/kit/markdown/render");

let renderer: Renderer | undefined;
let math: MathRenderer | undefined;

const loadRenderer = async () => {
  renderer ??= await import("@/kit/markdown/render");
};
const loadMath = async () => {
  math ??= (await import("@/kit/markdown/math")).renderMath;
};

/** Fetches the renderer ahead, where Markdown is certain to come. */
export function preloadMarkdown(): void {
  loadRenderer().catch(() => {});
}

/** Not one character that Markdown or a formula could mean something by: most short texts. Such a text is its own HTML. */
export function isPlain(source: string): boolean {
  return !/[*_`#>[\]|$\\~<&=+-]|^\s*\d+[.)]\s|^ {4}|\t|https?:/m.test(source);
}

/** Whether `load` has been done; until then it is under way and the component is drawn again after it. */
function useLoaded(wanted: boolean, isLoaded: () => boolean, load: () => Promise<void>): boolean {
  const [, redraw] = useState(0);
  const done = isLoaded();
  useEffect(() => {
    if (!wanted || done) return;
    let live = true;
    // Off line the script does not come: the text stands as it was typed until it is drawn again.
    load().then(
      () => live && redraw((count) => count + 1),
      () => {},
    );
    return () => {
      live = false;
    };
  }, [wanted, done, load]);
  return done;
}

const hasRenderer = () => renderer !== undefined;
const hasMathRenderer = () => math !== undefined;

/** What is done to the safe HTML before it is shown; `render` makes safe HTML of another text. It must stay as safe. */
export type Arrange = (html: string, render: (source: string) => string) => string;

/** Markdown with formulas, made safe. Its script loads when there is something to render, that for formulas when there is one. */
export function Markdown({ source, className, arrange }: { source: string; className?: string; arrange?: Arrange }) {
  const plain = !arrange && isPlain(source);
  const ready = useLoaded(!plain, hasRenderer, loadRenderer);
  const formulas = ready && (renderer?.hasMath(source) ?? false);
  const mathReady = useLoaded(formulas, hasMathRenderer, loadMath);
  const html = useMemo(() => {
    if (plain || !ready || !renderer) return null;
    const { renderMarkdown } = renderer;
    const render = (text: string) => renderMarkdown(text, formulas && mathReady ? math : undefined);
    return arrange ? arrange(render(source), render) : render(source);
  }, [source, plain, ready, formulas, mathReady, arrange]);
  if (html === null) return <PlainText source={source} className={className} />;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: `renderMarkdown` is the one place that makes HTML, and cleans it.
  return <div className={cx("markdown", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Paragraphs and line breaks, as Markdown would set them. */
function PlainText({ source, className }: { source: string; className?: string }) {
  const paragraphs = source.split(/\n\s*\n/).filter((text) => text.trim() !== "");
  return (
    <div className={cx("markdown", className)}>
      {paragraphs.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph is its place.
        <p key={index} dir="auto" className="whitespace-pre-line">
          {text.trim()}
        </p>
      ))}
    </div>
  );
}
