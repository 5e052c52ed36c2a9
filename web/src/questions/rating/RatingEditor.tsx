import { Star } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { chordFor } from "../keys";
import { moveFocus } from "../parts/roving";
import type { EditorProps } from "../plugin";
import { hotkeyOf, labelOf, pointsOf, type RatingOp, type RatingSettings, type RatingValue } from "./model";

/** Beyond this many points buttons get too small to hit: a slider takes over. */
const MOST_BUTTONS = 11;

export function RatingEditor(props: EditorProps<RatingValue, RatingSettings, RatingOp>) {
  const { settings } = props;
  const count = pointsOf(settings).length;
  if (count > MOST_BUTTONS) return <Slider {...props} />;
  return settings.style === "likert" ? <Likert {...props} /> : <Row {...props} />;
}

type Props = EditorProps<RatingValue, RatingSettings, RatingOp>;

/** Choosing what is chosen takes it back. */
function chosen({ value, emit }: Props, point: number) {
  emit({ type: "set", rating: value.rating === point ? null : point });
}

function Row(props: Props) {
  const { value, settings, question, active } = props;
  const points = pointsOf(settings);
  const stars = settings.style === "stars";
  const said = value.rating === null ? null : labelOf(value.rating, settings);
  return (
    <div className="flex flex-col gap-1">
      <div
        role="radiogroup"
        aria-label={question.title}
        onKeyDown={moveFocus}
        className={cx("flex", stars ? "gap-0.5" : "gap-1")}
      >
        {points.map((point, index) => {
          const here = value.rating === point;
          const filled = stars && value.rating !== null && point <= value.rating;
          const hotkey = hotkeyOf(point, settings);
          const label = labelOf(point, settings);
          return (
            // biome-ignore lint/a11y/useSemanticElements: a star or a boxed number with its key cap cannot be an input.
            <button
              key={point}
              type="button"
              role="radio"
              aria-checked={here}
              aria-label={label ? `${point}: ${label}` : String(point)}
              title={label ?? undefined}
              tabIndex={here || (value.rating === null && index === 0) ? 0 : -1}
              onClick={() => chosen(props, point)}
              className={cx(
                "tabular flex h-9 items-center justify-center rounded-md transition-colors",
                stars ? "w-9 hover:bg-hover" : "min-w-0 flex-1 border font-medium",
                !stars &&
                  (here
                    ? "border-accent bg-accent text-accent-ink"
                    : "border-line text-ink-2 hover:border-line-strong hover:bg-hover"),
              )}
            >
              {stars ? (
                <Star size={20} aria-hidden className={filled ? "fill-warn text-warn" : "text-line-strong"} />
              ) : (
                point
              )}
              {active && hotkey && hotkey !== String(point) ? (
                <Keys of={chordFor(hotkey) ?? ""} className="ml-1" />
              ) : null}
            </button>
          );
        })}
      </div>
      <Anchors settings={settings} said={said} />
    </div>
  );
}

/** The names of the two ends, and between them the name of the point chosen. */
function Anchors({ settings, said }: { settings: RatingSettings; said: string | null }) {
  const low = labelOf(settings.min, settings);
  const high = labelOf(settings.max, settings);
  if (!low && !high && !said) return null;
  const middle = said && said !== low && said !== high ? said : "";
  return (
    <p className="flex justify-between gap-3 text-xs text-ink-3">
      <span className={cx(said === low && "text-ink")}>{low}</span>
      <span aria-live="polite" className="text-center text-ink">
        {middle}
      </span>
      <span className={cx("text-right", said === high && "text-ink")}>{high}</span>
    </p>
  );
}

/** Numbered marks on a line. The number is the key; the names stand below where there is room, else the ends' names. */
function Likert(props: Props) {
  const { value, settings, question, active } = props;
  const points = pointsOf(settings);
  const said = value.rating === null ? null : labelOf(value.rating, settings);
  const inset = `${50 / points.length}%`;
  return (
    <div className="@container flex flex-col gap-1">
      <div role="radiogroup" aria-label={question.title} onKeyDown={moveFocus} className="relative -mx-1 flex">
        <span aria-hidden className="absolute top-4 h-px bg-line-strong" style={{ left: inset, right: inset }} />
        {points.map((point, index) => {
          const here = value.rating === point;
          const label = labelOf(point, settings);
          return (
            // biome-ignore lint/a11y/useSemanticElements: a mark on a line with its name below cannot be an input.
            <button
              key={point}
              type="button"
              role="radio"
              aria-checked={here}
              aria-label={label ? `${point}: ${label}` : String(point)}
              tabIndex={here || (value.rating === null && index === 0) ? 0 : -1}
              onClick={() => chosen(props, point)}
              className="group/point relative flex min-w-0 flex-1 flex-col items-center gap-1 rounded-md px-0.5 py-1 hover:bg-hover"
            >
              <span
                aria-hidden
                className={cx(
                  "tabular flex size-6 items-center justify-center rounded-full border text-xs",
                  here
                    ? "border-accent bg-accent font-semibold text-accent-ink"
                    : "border-line-strong bg-surface group-hover/point:border-ink-3",
                  !here && (active ? "text-ink-2" : "text-ink-3"),
                )}
              >
                {point}
              </span>
              <span
                aria-hidden
                className={cx(
                  "hidden text-center text-2xs text-balance @[330px]:block",
                  here ? "font-medium text-ink" : "text-ink-2",
                )}
              >
                {label}
              </span>
            </button>
          );
        })}
      </div>
      <div className="@[330px]:hidden">
        <Anchors settings={settings} said={said} />
      </div>
    </div>
  );
}

function Slider({ value, settings, question, emit }: Props) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-3">
        <input
          type="range"
          aria-label={question.title}
          min={settings.min}
          max={settings.max}
          value={value.rating ?? Math.round((settings.min + settings.max) / 2)}
          onChange={(event) => emit({ type: "set", rating: Number(event.target.value) })}
          onClick={(event) => value.rating === null && emit({ type: "set", rating: Number(event.currentTarget.value) })}
          className={cx("h-6 min-w-0 flex-1 accent-(--accent)", value.rating === null && "opacity-50")}
        />
        <output className="tabular w-10 text-right text-base font-medium">{value.rating ?? "–"}</output>
      </div>
      <Anchors settings={settings} said={value.rating === null ? null : labelOf(value.rating, settings)} />
    </div>
  );
}
