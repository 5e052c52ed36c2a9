import type { OverlayProps } from "../plugin";
import { SpansOverlay } from "../spans/SpansOverlay";
import { emitSpans } from "./act";
import { asSpans, type ErrorsOp, type ErrorsSettings, type ErrorsValue, spanSettings } from "./model";

/** Errors are drawn and marked as spans are; a new one gets the severity chosen last. */
export function ErrorsOverlay(props: OverlayProps<ErrorsValue, ErrorsSettings, ErrorsOp>) {
  return (
    <SpansOverlay
      {...props}
      value={asSpans(props.value)}
      settings={spanSettings(props.settings, props.place.field)}
      emit={emitSpans(props)}
    />
  );
}
