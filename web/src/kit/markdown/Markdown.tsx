import { useEffect, useMemo, useState } from "react";
import { cx } from "@/kit/cx";
import { hasMath, type MathRenderer, renderMarkdown } from "@/kit/markdown/render";

let loaded: MathRenderer | undefined;

function useMath(wanted: boolean): MathRenderer | undefined {
  const [math, setMath] = useState<MathRenderer | undefined>(() => loaded);
  useEffect(() => {
    if (!wanted || loaded) return;
    let live = true;
    import("@/kit/markdown/math").then(({ renderMath }) => {
      loaded = renderMath;
      if (live) setMath(() => renderMath);
    });
    return () => {
      live = false;
    };
  }, [wanted]);
  return wanted ? math : undefined;
}

/** Markdown with formulas, made safe. The script for formulas loads only when there is one. */
export function Markdown({ source, className }: { source: string; className?: string }) {
  const math = useMath(hasMath(source));
  const html = useMemo(() => renderMarkdown(source, math), [source, math]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: `renderMarkdown` is the one place that makes HTML, and cleans it.
  return <div className={cx("markdown", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}
