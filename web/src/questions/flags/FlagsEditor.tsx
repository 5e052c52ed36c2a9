import { OptionButton } from "../parts/OptionButton";
import { moveFocus } from "../parts/roving";
import { SegmentRow } from "../parts/SegmentRow";
import type { EditorProps } from "../plugin";
import {
  type Flag,
  type FlagsOp,
  type FlagsSettings,
  type FlagsValue,
  hotkeysOf,
  NOTHING,
  raise,
  raisedOf,
  severitiesOf,
  UNSAID,
} from "./model";

type Props = EditorProps<FlagsValue, FlagsSettings, FlagsOp>;

export function FlagsEditor(props: Props) {
  const { value, settings, question, emit, active } = props;
  const hotkeys = hotkeysOf(settings);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame and legend.
    <div role="group" aria-label={question.title} onKeyDown={moveFocus} className="flex flex-col gap-1.5">
      {settings.flags.map((flag) => (
        <FlagRow key={flag.id} {...props} flag={flag} hotkey={active ? (hotkeys.get(flag.id) ?? null) : null} />
      ))}
      <OptionButton
        role="checkbox"
        checked={value.none}
        title="Nothing to flag"
        hotkey={active ? "0" : null}
        onChoose={() => emit({ type: "set", value: value.none ? UNSAID : NOTHING })}
      />
      {active && settings.severities.length > 0 ? (
        <p className="text-xs text-ink-3 pointer-coarse:hidden">
          Press the key of a flag again for worse, and once more to take it down.
        </p>
      ) : null}
    </div>
  );
}

function FlagRow({ flag, hotkey, value, settings, emit }: Props & { flag: Flag; hotkey: string | null }) {
  const raised = raisedOf(value, flag.id);
  const severities = severitiesOf(flag, settings);
  const first = severities[0];
  const up = first ? { flag: flag.id, severity: first.id } : { flag: flag.id };
  return (
    <div className="flex flex-col gap-1">
      <OptionButton
        role="checkbox"
        checked={raised !== undefined}
        title={flag.title}
        help={flag.help}
        hotkey={hotkey}
        onChoose={() => emit(raise(value, flag.id, raised ? null : up, settings))}
      />
      {raised && severities.length > 0 ? (
        <SegmentRow
          label={`How bad: ${flag.title}`}
          options={severities}
          chosen={raised.severity}
          onChoose={(severity) => emit(raise(value, flag.id, { flag: flag.id, severity }, settings))}
          className="ml-7"
        />
      ) : null}
    </div>
  );
}
