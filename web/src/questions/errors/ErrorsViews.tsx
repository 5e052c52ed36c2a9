import { Unchanged } from "@/questions/parts/Unchanged";
import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { colorOf, spanKey } from "../spans/model";
import {
  asSpan,
  type ErrorsSettings,
  type ErrorsValue,
  type MarkedError,
  scoreOf,
  spanSettings,
  titleOf,
} from "./model";

const severityIn = (settings: ErrorsSettings, error: MarkedError) =>
  settings.severities.find((one) => one.id === error.severity)?.title ?? error.severity;

export function ErrorsViewer({ value, settings }: ViewerProps<ErrorsValue, ErrorsSettings>) {
  if (value.errors.length === 0) return <p>No errors · score 0</p>;
  return (
    <div className="flex flex-col gap-1">
      <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto">
        {value.errors.map((error) => (
          <li key={spanKey(asSpan(error))} className="flex items-baseline gap-2">
            <span
              aria-hidden
              className="size-2.5 shrink-0 rounded-[3px]"
              style={{ background: colorOf(spanSettings(settings, ""), error.category) }}
            />
            <span className="min-w-0 flex-1">
              <span dir="auto" className="[overflow-wrap:anywhere]">
                {error.quote}
              </span>
              <span className="block text-xs text-ink-3">{titleOf(settings, error.category)}</span>
              {error.comment ? <span className="block text-xs text-ink-2">{error.comment}</span> : null}
            </span>
            <span className="shrink-0 text-xs">{severityIn(settings, error)}</span>
            <span className="tabular w-7 shrink-0 text-right text-xs text-ink-3">{error.weight}</span>
          </li>
        ))}
      </ul>
      <p className="tabular">
        Score <span className="font-semibold">{scoreOf(value)}</span>
      </p>
    </div>
  );
}

const stretch = (error: MarkedError) => [error.field, error.response, error.message, error.start, error.end].join(" ");

/** Errors that went, came, or are of another category or severity now. */
export function ErrorsDiff({ before, after, settings }: DiffProps<ErrorsValue, ErrorsSettings>) {
  const words = (error: MarkedError | undefined) => {
    if (!error) return null;
    const said = `${titleOf(settings, error.category)}, ${severityIn(settings, error)}`;
    return error.comment ? `${said}: ${error.comment}` : said;
  };
  const all = [...new Set([...before.errors, ...after.errors].map(stretch))];
  const pairs = all.map((place) => ({
    place,
    was: before.errors.find((error) => stretch(error) === place),
    is: after.errors.find((error) => stretch(error) === place),
  }));
  const changed = pairs.filter(({ was, is }) => words(was) !== words(is));
  return (
    <ul className="flex flex-col gap-1">
      {changed.map(({ place, was, is }) => (
        <li key={place}>
          “{(is ?? was)?.quote}” <Changed before={words(was)} after={words(is)} />
        </li>
      ))}
      {scoreOf(before) === scoreOf(after) ? null : (
        <li className="tabular">
          Score <Changed before={String(scoreOf(before))} after={String(scoreOf(after))} />
        </li>
      )}
      <Unchanged n={pairs.length - changed.length} />
    </ul>
  );
}
