import { ChevronRight, CornerLeftUp, X } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { colorOf, spanKey } from "../spans/model";
import { ACTIVE, NOTICE, SELECTED } from "../spans/words";
import { choose, replace, setSeverity } from "./act";
import {
  asSpan,
  type ErrorsOp,
  type ErrorsSettings,
  type ErrorsValue,
  LEVEL,
  levelOf,
  type MarkedError,
  SEVERITY,
  scoreOf,
  severityOf,
  spanSettings,
  titleOf,
} from "./model";

type Props = EditorProps<ErrorsValue, ErrorsSettings, ErrorsOp>;

/** Categories, severities and the list of errors; the marking itself happens in the text. */
export function ErrorsEditor(props: Props) {
  const { value, settings, scratch } = props;
  const notice = useScratch<string>(scratch, NOTICE);
  const { max } = settings;
  return (
    <div className="flex flex-col gap-2">
      <Categories {...props} />
      <Severities {...props} />
      <p role="status" className={cx("text-xs", notice ? "text-warn" : "text-ink-3")}>
        {notice ??
          (value.errors.length === 0
            ? `Select what is wrong, then its category. With the keyboard: → goes word by word, Shift+→ takes more${settings.fields.length > 1 ? ", ↑ and ↓ go to the other text" : ""}.`
            : `${value.errors.length}${max === null ? "" : ` of at most ${max}`} marked`)}
      </p>
      {value.errors.length > 0 ? (
        <ul className="-mx-1 flex max-h-80 flex-col overflow-y-auto">
          {value.errors.map((error) => (
            <ErrorRow key={spanKey(asSpan(error))} {...props} error={error} />
          ))}
        </ul>
      ) : null}
      <p className="flex items-baseline justify-between border-t border-line pt-1.5">
        <span className="text-xs text-ink-3">Score, lower is better</span>
        <output className="tabular font-semibold">{scoreOf(value)}</output>
      </p>
    </div>
  );
}

function Categories(props: Props) {
  const { settings, scratch, active } = props;
  const level = useScratch<string>(scratch, LEVEL);
  const chosen = useScratch<string>(scratch, ACTIVE);
  const offered = levelOf(settings, level);
  const inside = offered !== settings.categories;
  const colors = spanSettings(settings, "");
  return (
    <div>
      {inside ? (
        <button
          type="button"
          onClick={() => scratch.set(LEVEL, undefined)}
          className="mb-1 inline-flex items-center gap-1.5 rounded-sm px-1 text-xs text-ink-2 hover:bg-hover"
        >
          <CornerLeftUp size={12} aria-hidden />
          {titleOf(settings, level ?? "")}
          <Keys of="Digit0" className={active ? "" : "invisible"} />
        </button>
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame and legend. */}
      <div role="group" aria-label="Category" className="flex flex-wrap gap-1">
        {offered.map((category, index) => (
          <button
            key={category.id}
            type="button"
            title={category.help ?? undefined}
            // The press must not take the selection away from the text.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(props, category)}
            className={cx(
              "inline-flex min-h-7 items-center gap-1.5 rounded-md border px-2 text-left",
              category.id === chosen ? "border-ink bg-surface font-medium" : "border-line hover:bg-hover",
            )}
          >
            <span
              aria-hidden
              className="size-2.5 shrink-0 rounded-[3px]"
              style={{ background: colorOf(colors, category.id) }}
            />
            {category.title}
            {category.categories?.length ? <ChevronRight size={12} aria-hidden className="text-ink-3" /> : null}
            {index < 9 ? <Keys of={`Digit${index + 1}`} className={active ? "" : "invisible"} /> : null}
          </button>
        ))}
      </div>
    </div>
  );
}

function Severities(props: Props) {
  const { settings, scratch, active } = props;
  const chosen = severityOf(settings, useScratch<string>(scratch, SEVERITY))?.id;
  return (
    <div role="radiogroup" aria-label="Severity" className="flex flex-wrap gap-1">
      {settings.severities.map((severity, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a chip with its key cap cannot be an input.
        <button
          key={severity.id}
          type="button"
          role="radio"
          aria-checked={severity.id === chosen}
          title={severity.help ?? `Weighs ${severity.weight}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setSeverity(props, severity.id)}
          className={cx(
            "inline-flex min-h-7 items-center gap-1.5 rounded-md border px-2 text-xs",
            severity.id === chosen ? "border-ink bg-ink text-bg" : "border-line text-ink-2 hover:bg-hover",
          )}
        >
          {severity.title}
          {active && severity.id !== chosen ? (
            <Keys of={severity.key ? `Key${severity.key.toUpperCase()}` : `Shift+Digit${index + 1}`} />
          ) : null}
        </button>
      ))}
    </div>
  );
}

function ErrorRow(props: Props & { error: MarkedError }) {
  const { error, settings, scratch, value, emit } = props;
  const key = spanKey(asSpan(error));
  const selected = useScratch<string>(scratch, SELECTED) === key;
  return (
    <li className={cx("group/error flex flex-col rounded-md px-1", selected ? "bg-accent-soft" : "hover:bg-hover")}>
      <div className="flex items-center gap-2">
        <button
          type="button"
          onClick={() => {
            scratch.set(SELECTED, key);
            scratch.set(SEVERITY, error.severity);
          }}
          className="flex min-w-0 flex-1 items-center gap-2 py-1 text-left"
        >
          <span
            aria-hidden
            className="size-2.5 shrink-0 rounded-[3px]"
            style={{ background: colorOf(spanSettings(settings, ""), error.category) }}
          />
          <span className="min-w-0 flex-1">
            <span dir="auto" className="block truncate">
              {error.quote}
            </span>
            <span className="block truncate text-2xs text-ink-3">{titleOf(settings, error.category)}</span>
          </span>
          <span className="shrink-0 text-xs text-ink-2">
            {settings.severities.find((one) => one.id === error.severity)?.title ?? error.severity}
          </span>
          <span className="tabular w-7 shrink-0 text-right text-xs text-ink-3">{error.weight}</span>
        </button>
        <button
          type="button"
          aria-label={`Remove “${error.quote}”`}
          onClick={() => emit({ type: "set", value: { errors: value.errors.filter((one) => one !== error) } })}
          className="rounded-sm p-1 text-ink-3 opacity-0 group-focus-within/error:opacity-100 group-hover/error:opacity-100 hover:bg-pressed hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <X size={13} />
        </button>
      </div>
      {settings.comments && (selected || error.comment) ? (
        <Input
          dir="auto"
          aria-label={`Comment on “${error.quote}”`}
          placeholder="Comment"
          value={error.comment ?? ""}
          onChange={(event) => {
            const { comment: _old, ...rest } = error;
            replace(props, error, event.target.value ? { ...rest, comment: event.target.value } : rest);
          }}
          className="mb-1 h-7 text-xs"
        />
      ) : null}
    </li>
  );
}
