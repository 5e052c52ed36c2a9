import { type DragEvent, Fragment, useState } from "react";
import { Keys } from "@/commands/Keys";
import { plainText, responsesOf } from "@/fields/model";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import { NotYet } from "../parts/NotYet";
import { tryTooEarly, useReadFirst } from "../parts/readFirst";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { BestWorst } from "./BestWorst";
import { Card } from "./Card";
import type { RankingOp, RankingSettings, RankingValue } from "./model";
import * as model from "./model";
import { Pool } from "./Pool";

type Props = EditorProps<RankingValue, RankingSettings, RankingOp>;
/** Where a dragged card would land: between two ranks, or into one (a tie). */
type Landing = { at: number; into: boolean } | null;

const SELECTED = "selected";

function excerpt(value: unknown): string {
  const text = plainText(value).replace(/\s+/g, " ").trim();
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}

export function RankingEditor(props: Props) {
  const { value, settings, active, emit } = props;
  return (
    <div className="flex flex-col gap-2">
      {value.not_rankable ? null : settings.best_worst ? <BestWorst {...props} /> : <Order {...props} />}
      {settings.allow_not_rankable ? (
        <Button
          size="sm"
          className="self-start"
          aria-pressed={value.not_rankable}
          tone={value.not_rankable ? "primary" : "plain"}
          onClick={() => emit(model.notRankable(!value.not_rankable))}
        >
          Not rankable{active ? <Keys of="KeyX" /> : null}
        </Button>
      ) : null}
    </div>
  );
}

function Order(props: Props) {
  const { value, settings, subject, active, scratch } = props;
  const responses = responsesOf(subject.content, settings.field, subject.orders[settings.field]);
  const ids = responses.map((response) => response.id);
  const texts = new Map(responses.map((response) => [response.id, excerpt(response.value)]));
  const selected = useScratch<string>(scratch, SELECTED);
  const [dragged, setDragged] = useState<string | null>(null);
  const [landing, setLanding] = useState<Landing>(null);
  const left = model.unplaced(value, ids);
  const ranks = model.ranksOf(value.groups);
  const { why, tried } = useReadFirst(settings, ids, scratch, value.groups.length > 0);
  const emit = (op: RankingOp) => (why ? tryTooEarly(scratch) : props.emit(op));

  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    if (dragged && landing)
      emit(landing.into ? model.placeInto(value, dragged, landing.at) : model.placeBefore(value, dragged, landing.at));
    setDragged(null);
    setLanding(null);
  };
  const handleOver = (event: DragEvent, at: number, into: boolean) => {
    if (!dragged) return;
    event.preventDefault();
    const next = into && !settings.ties ? { at: at + 1, into: false } : { at, into };
    if (landing?.at !== next.at || landing.into !== next.into) setLanding(next);
  };
  const card = (id: string) => (
    <Card
      key={id}
      letter={model.letterFor(id, ids)}
      text={texts.get(id) ?? ""}
      selected={active && selected === id}
      placed={!left.includes(id)}
      onDragStart={() => setDragged(id)}
      onDragEnd={() => {
        setDragged(null);
        setLanding(null);
      }}
      onSelect={() => scratch.set(SELECTED, id)}
      onUp={() => emit(model.moved(value, id, -1, false))}
      onDown={() => emit(model.moved(value, id, 1, false))}
      onTie={settings.ties ? () => emit(model.moved(value, id, -1, true)) : null}
      onRemove={() => emit(model.removed(value, id))}
    />
  );
  const gap = (at: number) => (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the keyboard moves cards by commands.
    <div
      onDragOver={(event) => handleOver(event, at, false)}
      onDrop={handleDrop}
      className={cx(
        "h-1.5 rounded-full transition-colors",
        dragged && "h-3",
        landing && !landing.into && landing.at === at && "bg-accent",
      )}
    />
  );

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-col">
        {value.groups.map((group, at) => (
          <Fragment key={group.join(" ")}>
            {gap(at)}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the keyboard ties cards by commands. */}
            <div
              onDragOver={(event) => handleOver(event, at, true)}
              onDrop={handleDrop}
              className={cx(
                "flex gap-2 rounded-md border p-1",
                landing?.into && landing.at === at ? "border-accent bg-accent-soft" : "border-line bg-surface",
              )}
            >
              <span className="tabular w-6 shrink-0 pt-1.5 text-center text-xs font-semibold text-ink-2">
                {ranks[at]}
              </span>
              <div className="flex min-w-0 flex-1 flex-col gap-1">{group.map(card)}</div>
            </div>
          </Fragment>
        ))}
        {gap(value.groups.length)}
      </div>
      {left.length > 0 ? (
        <Pool
          left={left}
          ids={ids}
          texts={texts}
          active={active}
          first={value.groups.length === 0}
          onPlace={(id) => emit(model.append(value, id, false))}
          onDragStart={setDragged}
          onDragEnd={() => {
            setDragged(null);
            setLanding(null);
          }}
          onDragOver={(event) => handleOver(event, value.groups.length, false)}
          onDrop={handleDrop}
        />
      ) : null}
      {why ? <NotYet why={why} tried={tried} /> : null}
    </div>
  );
}
