import { Unchanged } from "@/questions/parts/Unchanged";
import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { colorOf, type Span, type SpansSettings, type SpansValue, spanKey, titleOfLabel } from "./model";

export function SpansViewer({ value, settings }: ViewerProps<SpansValue, SpansSettings>) {
  if (value.spans.length === 0) return <p className="text-ink-3">Nothing marked</p>;
  return (
    <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto">
      {value.spans.map((span) => (
        <li key={spanKey(span)} className="flex flex-wrap items-center gap-x-2">
          <Name span={span} settings={settings} />
          {span.comment ? <span className="w-full break-words text-xs text-ink-2">{span.comment}</span> : null}
        </li>
      ))}
    </ul>
  );
}

function Name({ span, settings }: { span: Span; settings: SpansSettings }) {
  return (
    <>
      <span
        aria-hidden
        className="size-2.5 shrink-0 rounded-[3px]"
        style={{ background: colorOf(settings, span.label) }}
      />
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {span.quote}
      </span>
      <span className="shrink-0 text-xs text-ink-3">{titleOfLabel(settings, span.label)}</span>
    </>
  );
}

const stretch = (span: Span) => [span.response, span.message, span.start, span.end].join(" ");

const sameText = (one: Span, other: Span) =>
  one.field === other.field && one.response === other.response && one.message === other.message;

/** The same label over the same words, or over some of the same text: one span that was moved. */
const moves = (from: Span, to: Span) =>
  from.label === to.label &&
  sameText(from, to) &&
  (from.quote === to.quote || (from.start < to.end && to.start < from.end));

/** Spans that went, came, moved, or carry another label now; the others stand as they are. */
export function SpansDiff({ before, after, settings }: DiffProps<SpansValue, SpansSettings>) {
  const was = new Map(before.spans.map((span) => [spanKey(span), span]));
  const is = new Map(after.spans.map((span) => [spanKey(span), span]));
  const gone = before.spans.filter((span) => !is.has(spanKey(span)));
  const come = after.spans.filter((span) => !was.has(spanKey(span)));
  const relabelled = gone.flatMap((from) => {
    const to = come.find((one) => stretch(one) === stretch(from));
    return to ? [{ from, to }] : [];
  });
  const told = new Set(relabelled.flatMap(({ from, to }) => [from, to]));
  const moved = gone.flatMap((from) => {
    const to = told.has(from) ? undefined : come.find((one) => !told.has(one) && moves(from, one));
    if (!to) return [];
    told.add(from).add(to);
    return [{ from, to }];
  });
  const reworded = after.spans.flatMap((to) => {
    const from = was.get(spanKey(to));
    return from && from.comment !== to.comment ? [{ from, to }] : [];
  });
  if (gone.length + come.length + reworded.length === 0) return <p>{after.spans.length} spans, none changed</p>;
  return (
    <ul className="flex flex-col gap-1">
      {relabelled.map(({ from, to }) => (
        <li key={`${spanKey(from)} changed`}>
          “{from.quote}”{" "}
          <Changed before={titleOfLabel(settings, from.label)} after={titleOfLabel(settings, to.label)} />
        </li>
      ))}
      {moved.map(({ from, to }) => (
        <li key={`${spanKey(from)} moved`}>
          <Changed before={from.quote} after={to.quote} />{" "}
          <span className="text-xs text-ink-3">{titleOfLabel(settings, to.label)}, moved</span>
        </li>
      ))}
      {gone
        .filter((span) => !told.has(span))
        .map((span) => (
          <li key={`${spanKey(span)} gone`}>
            <Changed before={`${span.quote} · ${titleOfLabel(settings, span.label)}`} after={null} />
          </li>
        ))}
      {come
        .filter((span) => !told.has(span))
        .map((span) => (
          <li key={`${spanKey(span)} come`}>
            <Changed before={null} after={`${span.quote} · ${titleOfLabel(settings, span.label)}`} />
          </li>
        ))}
      {reworded.map(({ from, to }) => (
        <li key={`${spanKey(to)} reworded`}>
          “{to.quote}” <Changed before={from.comment ?? null} after={to.comment ?? null} />
        </li>
      ))}
      <Unchanged n={after.spans.length - come.length - reworded.length} />
    </ul>
  );
}
