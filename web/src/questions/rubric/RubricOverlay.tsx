import type { OverlayProps } from "../plugin";
import { useScratch } from "../scratch";
import { SpansOverlay } from "../spans/SpansOverlay";
import { criterionIn, emitSpans } from "./act";
import { CURRENT, gradeOf, type RubricOp, type RubricSettings, type RubricValue, spanSettings, spansIn } from "./model";

/** In the response, what shows the current criterion; read-only, what shows any. */
export function RubricOverlay(props: OverlayProps<RubricValue, RubricSettings, RubricOp>) {
  const { value, settings, scratch, readOnly } = props;
  useScratch(scratch, CURRENT);
  const criterion = criterionIn(props);
  const spans = readOnly
    ? value.grades.flatMap((one) => spansIn(one))
    : spansIn(criterion && gradeOf(value, criterion.id));
  return <SpansOverlay {...props} value={{ spans }} settings={spanSettings(settings)} emit={emitSpans(props)} />;
}
