import {
  createContext,
  useCallback,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { Content } from "@/fields/model";
import type { AnswerStore } from "../answerStore";
import type { World } from "../conditions";
import { type AnswerState, type Answers, answerAt } from "../model";
import type { CommandState } from "../plugin";
import { contextOf, gapOf, type Sheet, type Slot, slotsOf, valueIn, worldOf } from "../remaining";
import { Scratch } from "../scratch";
import type { Orders } from "../targets";

/** One item being answered, for every card and overlay on the screen. */
export interface SheetApi {
  sheet: Sheet;
  world: World;
  slots: Slot[];
  readOnly: boolean;
  /** Answers to compare with: a fix against what was submitted, rework against what was sent back. */
  baseline: Answers | null;
  /** Say in every card what it still lacks. */
  showGaps: boolean;
  setShowGaps: (show: boolean) => void;
  activeId: string | null;
  activate: (id: string | null) => void;
  /** Goes to the question before or after the active one. */
  step: (by: 1 | -1) => void;
  /** `stay` keeps the keyboard here although the question is answered now. */
  emit: (slot: Slot, op: unknown, stay?: boolean) => void;
  setState: (slot: Slot, state: AnswerState) => void;
  justify: (slot: Slot, text: string) => void;
  scratchOf: (slot: Pick<Slot, "id">) => Scratch;
  commandState: (slot: Slot, stay?: boolean) => CommandState<unknown, unknown, unknown>;
}

const NO_ORDERS: Orders = {};

export function useSheet({
  store,
  content,
  orders = NO_ORDERS,
  readOnly = false,
  baseline = null,
}: {
  store: AnswerStore;
  content: Content;
  orders?: Orders;
  readOnly?: boolean;
  baseline?: Answers | null;
}): SheetApi {
  const answers = useSyncExternalStore(store.subscribe, store.answers, store.answers);
  const sheet = useMemo<Sheet>(
    () => ({ schema: store.schema, content, orders, answers }),
    [store.schema, content, orders, answers],
  );
  const world = useMemo(() => worldOf(sheet), [sheet]);
  const slots = useMemo(() => slotsOf(sheet, world), [sheet, world]);
  const [showGaps, setShowGaps] = useState(false);
  const [wanted, setWanted] = useState<string | null>(() =>
    readOnly ? null : ((slots.find((slot) => isFirst(sheet, slot, world)) ?? slots[0])?.id ?? null),
  );
  // A question may vanish by its condition while it has the keyboard.
  const activeId = slots.some((slot) => slot.id === wanted) ? wanted : readOnly ? null : (slots[0]?.id ?? null);
  const scratches = useRef(new Map<string, Scratch>());

  const scratchOf = useCallback((slot: Pick<Slot, "id">) => {
    let scratch = scratches.current.get(slot.id);
    if (!scratch) {
      scratch = new Scratch();
      scratches.current.set(slot.id, scratch);
    }
    return scratch;
  }, []);

  // The card is shown once it is drawn, but never when its item has left the screen by then: on the next item a card of
  // the same name would take the focus, and with it the keys, from the question that is open there.
  const showing = useRef(0);
  useLayoutEffect(() => () => cancelAnimationFrame(showing.current), []);
  const activate = useCallback((id: string | null) => {
    setWanted(id);
    cancelAnimationFrame(showing.current);
    if (id) showing.current = requestAnimationFrame(() => showCard(id));
  }, []);

  /** After an answer by one act: on to the next open question, else back to one that lacks something. */
  const advance = (slot: Slot, before: Sheet) => {
    const now: Sheet = { ...before, answers: store.answers() };
    if (gapOf(before, slot) === null || gapOf(now, slot) !== null) return;
    const all = slotsOf(now);
    const at = all.findIndex((one) => one.id === slot.id);
    const isOpen = (one: Slot) => answerAt(now.answers, one.question.name, one.target) === undefined;
    const next =
      all.slice(at + 1).find((one) => isOpen(one) || gapOf(now, one) !== null) ??
      all.slice(0, at).find((one) => gapOf(now, one) !== null);
    if (next) activate(next.id);
  };
  const emit = (slot: Slot, op: unknown, stay = false) => {
    if (readOnly) return;
    store.dispatch(slot.question.name, slot.target, { type: "value", op });
    if (!stay && slot.plugin.quick?.(slot.settings)) advance(slot, sheet);
    else setWanted(slot.id);
  };
  const setState = (slot: Slot, state: AnswerState) => {
    if (readOnly) return;
    store.dispatch(slot.question.name, slot.target, { type: "state", state });
    if (state !== "answered") advance(slot, sheet);
  };
  const justify = (slot: Slot, text: string) => {
    if (!readOnly) store.dispatch(slot.question.name, slot.target, { type: "justification", text });
  };
  const step = (by: 1 | -1) => {
    const at = slots.findIndex((slot) => slot.id === activeId);
    const next = slots[Math.min(slots.length - 1, Math.max(0, at + by))];
    if (next) activate(next.id);
  };
  const commandState = (slot: Slot, stay = false): CommandState<unknown, unknown, unknown> => ({
    ...contextOf(sheet, slot, world),
    value: valueIn(store.answers(), slot),
    scratch: scratchOf(slot),
    emit: (op) => emit(slot, op, stay),
  });

  return {
    sheet,
    world,
    slots,
    readOnly,
    baseline,
    showGaps,
    setShowGaps,
    activeId,
    activate,
    step,
    emit,
    setState,
    justify,
    scratchOf,
    commandState,
  };
}

/** What lacks something, and what nobody has looked at yet although nothing would be an answer ("no errors here"). */
function isFirst(sheet: Sheet, slot: Slot, world: World): boolean {
  const unsaid = slot.required && answerAt(sheet.answers, slot.question.name, slot.target) === undefined;
  return unsaid || gapOf(sheet, slot, world) !== null;
}

/** Brings a card into view and gives it the focus, so that keys and screen readers are where the eye is. */
function showCard(id: string): void {
  const card = document.querySelector<HTMLElement>(`[data-slot="${CSS.escape(id)}"]`);
  if (!card) return;
  card.scrollIntoView({ block: "nearest" });
  if (!card.contains(document.activeElement)) card.focus({ preventScroll: true });
}

export const SheetContext = createContext<SheetApi | null>(null);

export function useSheetApi(): SheetApi {
  const api = useContext(SheetContext);
  if (!api) throw new Error("A question card stands outside its sheet.");
  return api;
}
