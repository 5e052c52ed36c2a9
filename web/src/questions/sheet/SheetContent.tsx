import { useRef } from "react";
import { ItemContent } from "@/fields/ItemContent";
import type { Field } from "@/fields/model";
import { useNotes } from "@/fields/notes";
import { answerAt, type LabelSchema, type TargetKey } from "../model";
import type { TextPlace } from "../plugin";
import { contextOf, type Slot, valueIn } from "../remaining";
import { QuestionCard } from "./QuestionCard";
import { type SheetApi, useSheetApi } from "./useSheet";

/** The questions that stand beside what they hang on, by target. */
export function isBeside(slot: Slot): boolean {
  return slot.target !== "item";
}

function reaches(slot: Slot, place: TextPlace, schema: LabelSchema): boolean {
  const fields = slot.plugin.overlayFields?.(slot.settings, schema) ?? [];
  if (!fields.includes(place.field)) return false;
  // What a question hangs on is in its first field; in the others it may mark anything.
  if (place.field !== fields[0]) return true;
  if (slot.target.startsWith("m:")) return slot.target.slice(2) === place.message;
  return slot.target.startsWith("r:") ? slot.target.slice(2) === place.response : true;
}

/** Of several questions that mark one text the active one draws; else the one that drew last. */
function useOverlay(api: SheetApi): (place: TextPlace) => Slot | undefined {
  const last = useRef<string | null>(null);
  return (place) => {
    const fitting = api.slots.filter((slot) => slot.plugin.Overlay && reaches(slot, place, api.sheet.schema));
    const active = fitting.find((slot) => slot.id === api.activeId);
    if (active) {
      last.current = active.id;
      return active;
    }
    const chosen = fitting.find((slot) => slot.id === last.current) ?? fitting[0];
    const wider = fitting.find((slot) => slot.plugin.alsoDraws?.(slot.settings) === chosen?.question.name);
    return wider ?? chosen;
  };
}

/** The item, with spans drawn in its texts and the questions of messages, turns and responses beside them. */
export function SheetContent({ className }: { className?: string }) {
  const api = useSheetApi();
  const notes = useNotes();
  const overlayFor = useOverlay(api);
  const { schema, content, orders } = api.sheet;
  const compared = new Set(api.slots.flatMap((slot) => slot.plugin.compares?.(slot.settings) ?? []));
  const taken = new Set(api.slots.flatMap((slot) => slot.plugin.shows?.(slot.settings) ?? []));
  const hung = (field: Field, key: string) =>
    api.slots.filter(
      (slot) =>
        slot.target === key &&
        slot.question.target &&
        "field" in slot.question.target &&
        slot.question.target.field === field.name,
    );
  const item = (
    <ItemContent
      schema={{ fields: schema.fields.filter((field) => !taken.has(field.name)) }}
      content={content}
      orders={orders as Record<string, readonly string[]>}
      syncScroll={compared.size > 0}
      className={className}
      slots={{
        renderText: (field, spot) => {
          const place: TextPlace = { field: field.name, ...spot };
          const slot = place.text === "" ? undefined : overlayFor(place);
          const Overlay = slot?.plugin.Overlay;
          if (!slot || !Overlay) return null;
          return (
            <Overlay
              {...contextOf(api.sheet, slot, api.world)}
              value={valueIn(api.sheet.answers, slot)}
              place={place}
              scratch={api.scratchOf(slot)}
              active={api.activeId === slot.id}
              readOnly={api.readOnly}
              emit={(op) => api.emit(slot, op, true)}
            />
          );
        },
        renderBeside: (field, key) => {
          const cards = hung(field, key);
          const parts = api.slots.filter((slot) => slot.plugin.besideField?.(slot.settings) === field.name);
          if (cards.length + parts.length === 0) return null;
          return (
            <div className="flex flex-col gap-2">
              {parts.map((slot) => (
                <Part key={slot.id} slot={slot} at={key} />
              ))}
              {cards.map((slot) => (
                <QuestionCard key={slot.id} slot={slot} beside />
              ))}
            </div>
          );
        },
      }}
    />
  );
  return notes ? notes.frame(item) : item;
}

/** A question of the item where it speaks of one part of it. */
function Part({ slot, at }: { slot: Slot; at: TargetKey }) {
  const api = useSheetApi();
  const { Beside } = slot.plugin;
  const answer = answerAt(api.sheet.answers, slot.question.name, slot.target);
  if (!Beside || (answer && answer.state !== "answered")) return null;
  return (
    <Beside
      {...contextOf(api.sheet, slot, api.world)}
      value={valueIn(api.sheet.answers, slot)}
      at={at}
      scratch={api.scratchOf(slot)}
      active={api.activeId === slot.id}
      readOnly={api.readOnly}
      emit={(op) => api.emit(slot, op, true)}
    />
  );
}
