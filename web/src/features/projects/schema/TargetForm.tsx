import type { Field as FieldOf, Message, Target } from "@/api/types";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";

const ROLES: Message["role"][] = ["user", "assistant", "system", "tool"];

function encode(target: Target | null | undefined): string {
  return !target || target.level === "item" ? "item" : `${target.level}:${target.field}`;
}

function titleOf(fields: readonly FieldOf[], name: string): string {
  return fields.find((field) => field.name === name)?.title || name;
}

export function targetText(target: Target | null | undefined, fields: readonly FieldOf[]): string {
  if (!target || target.level === "item") return "about the item";
  return `about each ${target.level} of ${titleOf(fields, target.field)}`;
}

/** The places of this schema that a question may hang on. */
function places(
  levels: readonly string[],
  fields: readonly FieldOf[],
): { value: string; label: string; target: Target }[] {
  const found: { value: string; label: string; target: Target }[] = [];
  const add = (target: Target) =>
    found.push({ value: encode(target), label: targetText(target, fields).replace(/^about/, "About"), target });
  if (levels.includes("item")) add({ level: "item" });
  for (const field of fields) {
    if (field.many && levels.includes("response")) add({ level: "response", field: field.name });
    if (field.kind !== "chat" || field.many) continue;
    if (levels.includes("message")) add({ level: "message", field: field.name });
    if (levels.includes("turn")) add({ level: "turn", field: field.name });
  }
  return found;
}

export function TargetForm({
  levels,
  fields,
  value,
  onChange,
}: {
  levels: readonly string[];
  fields: readonly FieldOf[];
  value: Target | null | undefined;
  onChange: (target: Target) => void;
}) {
  const options = places(levels, fields);
  if (options.length < 2 && encode(value) === "item") return null;
  const message = value?.level === "message" ? value : null;
  const chosen = message?.roles ?? [];
  const toggleRole = (role: string, on: boolean) => {
    if (!message) return;
    const roles = on ? [...chosen, role] : chosen.filter((one) => one !== role);
    onChange({ ...message, roles: roles.length > 0 ? roles : null });
  };
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
      <Field label="Asked">
        <Select
          value={encode(value)}
          options={options}
          onChange={(next) => {
            const place = options.find((option) => option.value === next);
            if (place) onChange(place.target);
          }}
        />
      </Field>
      {message ? (
        <fieldset className="flex h-8 items-center gap-4">
          <legend className="sr-only">Messages of these roles</legend>
          {ROLES.map((role) => (
            <Checkbox key={role} label={role} checked={chosen.includes(role)} onChange={(on) => toggleRole(role, on)} />
          ))}
          <span className="text-xs text-ink-3">{chosen.length === 0 ? "none chosen: all messages" : null}</span>
        </fieldset>
      ) : null}
    </div>
  );
}
