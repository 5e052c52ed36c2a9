import type { Range } from "./codePoints";
import type { TextSpot } from "./places";

/** Names in the scratch that Editor, Overlay and commands share. */
export const ACTIVE = "label";
export const SELECTED = "span";
export const CARET = "caret";
export const NOTICE = "notice";
export const PENDING = "pending";

/** A selection made by touch that waits for its label. */
export interface Pending {
  spot: TextSpot;
  range: Range;
}
