import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Id, Project, Routing, RoutingPreview } from "@/api/types";
import { PreviewPanel } from "@/features/routing/PreviewPanel";
import { ShareRow } from "@/features/routing/ShareRow";
import { bp, even, give, type Part, problem, total, WHOLE } from "@/features/routing/shares";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Menu } from "@/ui/Menu";
import { Panel, Section } from "@/ui/Page";
import { ShareInput } from "@/ui/ShareInput";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

type Firm = { id: Id; name: string };

/** Shares by sliders; what they would do is shown before they can be put in force. */
export function PlanForm({
  project,
  plan,
  start,
  firms,
  onClose,
}: {
  project: Project;
  plan: Routing;
  start: Part[];
  firms: readonly Firm[];
  onClose: () => void;
}) {
  const [parts, setParts] = useState(start);
  const [calibration, setCalibration] = useState(plan.calibration);
  const [seen, setSeen] = useState<{ of: string; preview: RoutingPreview } | null>(null);
  const client = useQueryClient();
  const holders = parts.map(({ id, share }) => ({ organization_id: id, share }));
  const body = { version: plan.version, holders, calibration: parts.length ? calibration : 0 };
  const of = JSON.stringify(body);
  const preview = useMutation({
    mutationFn: () => api.post<RoutingPreview>(`/projects/${project.id}/routing/preview`, body),
    onSuccess: (found) => setSeen({ of, preview: found }),
  });
  const save = useMutation({
    mutationFn: () => api.put<Routing>(`/projects/${project.id}/routing`, body),
    onSuccess: (next) => {
      client.setQueryData(keys.in(project.id, "routing"), next);
      toast(next.active ? `Plan ${next.version} is in force.` : "There is no plan any more.", { tone: "good" });
      onClose();
    },
  });
  const others = firms.filter((firm) => !parts.some((part) => part.id === firm.id));
  const wrong = parts.length ? problem(parts, calibration) : null;
  const shown = seen?.of === of ? seen.preview : null;
  const change = (id: Id, share: number) => setParts(parts.map((part) => (part.id === id ? { ...part, share } : part)));
  return (
    <>
      <Section
        title={plan.active ? "Change the plan" : "A new plan"}
        actions={
          <>
            <Button size="sm" onClick={() => setParts(even(parts))}>
              Even shares
            </Button>
            <Menu
              items={others.map((firm) => ({
                label: firm.name,
                onSelect: () => setParts([...parts, { ...firm, share: Math.max(0, WHOLE - total(parts)) }]),
              }))}
            >
              <Button
                size="sm"
                icon={<Plus size={14} aria-hidden />}
                why={others.length ? null : "Every firm that has a grant here is in the plan"}
              >
                Add a firm
              </Button>
            </Menu>
          </>
        }
      >
        <Panel className="flex flex-col gap-4">
          <FormError error={preview.error ?? save.error} />
          <ul aria-label="Shares" className="divide-y divide-line">
            {parts.map((part) => (
              <ShareRow
                key={part.id}
                part={part}
                full={total(parts) === WHOLE}
                onChange={(share) => change(part.id, share)}
                onRest={() => setParts(give(parts, part.id))}
                onRemove={() => setParts(parts.filter((each) => each.id !== part.id))}
              />
            ))}
          </ul>
          <p aria-live="polite" className={cx("tabular", total(parts) === WHOLE ? "text-ink-2" : "text-warn")}>
            {parts.length ? `Together ${bp(total(parts))}` : "No firm: with no plan anybody is asked about anything."}
          </p>
          <Field
            label="Calibration"
            hint="These items are asked of every firm, among the others and looking like them, so that firms can be compared. 2 to 5% is enough."
          >
            <ShareInput
              label="Calibration"
              max={0.1}
              step={0.01}
              value={calibration / WHOLE}
              onChange={(value) => setCalibration(Math.round(value * WHOLE))}
            />
          </Field>
          <div className="flex gap-2">
            <Button
              tone={shown ? undefined : "primary"}
              busy={preview.isPending}
              why={wrong}
              onClick={() => preview.mutate()}
            >
              Preview
            </Button>
            <Button
              tone={shown ? "primary" : undefined}
              busy={save.isPending}
              why={wrong ?? (shown ? null : "Preview it first")}
              onClick={() => save.mutate()}
            >
              {parts.length ? "Put in force" : "Take the plan away"}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        </Panel>
      </Section>
      {shown ? <PreviewPanel preview={shown} /> : null}
    </>
  );
}
