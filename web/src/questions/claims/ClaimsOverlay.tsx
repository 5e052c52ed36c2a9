import type { OverlayProps } from "../plugin";
import { useScratch } from "../scratch";
import { SpansOverlay } from "../spans/SpansOverlay";
import { SELECTED } from "../spans/words";
import { currentClaim, emitSpans } from "./act";
import { CLAIM, type ClaimsOp, type ClaimsSettings, type ClaimsValue, spanSettings, spansIn } from "./model";

/** Claims in the text that makes them; in a source, the evidence of the current claim. */
export function ClaimsOverlay(props: OverlayProps<ClaimsValue, ClaimsSettings, ClaimsOp>) {
  const { value, settings, scratch, place } = props;
  useScratch(scratch, SELECTED);
  useScratch(scratch, CLAIM);
  return (
    <SpansOverlay
      {...props}
      value={{ spans: spansIn(value, settings, place.field, currentClaim(props)) }}
      settings={spanSettings(settings, place.field)}
      emit={emitSpans(props)}
    />
  );
}
