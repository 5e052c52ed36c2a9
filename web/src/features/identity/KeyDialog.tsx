import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { may, permissionsQuery, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { ApiKey } from "@/api/types";
import { Button } from "@/ui/Button";
import { CopyField } from "@/ui/CopyField";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { Checkbox, Segments } from "@/ui/Toggle";

const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "", label: "never" },
] as const;

/** Makes a key and shows its secret, once. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const [name, setName] = useState("");
  const [life, setLife] = useState<(typeof LIVES)[number]["value"]>("90");
  const [reach, setReach] = useState<"all" | "some">("all");
  const [scopes, setScopes] = useState<string[]>([]);
  const permissions = useQuery({ ...permissionsQuery, enabled: reach === "some" });
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      api.post<ApiKey>("/api-keys", {
        name: name.trim(),
        ...(reach === "some" ? { scopes } : {}),
        ...(life ? { expires_in_days: Number(life) } : {}),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
  if (make.data) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title="Copy the secret now"
        description="It is shown only this once; the server keeps only its hash."
        footer={
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <CopyField label="Secret of the key" value={make.data.secret ?? ""} />
        <p className="mt-3 text-ink-2">On your machine:</p>
        <pre className="mt-1 overflow-x-auto rounded-md border border-line bg-sunken p-2 font-mono text-xs">
          armslength login --url {location.origin}
        </pre>
      </Dialog>
    );
  }
  const mine = (permissions.data ?? []).filter((permission) => may(me, permission.name));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New API key"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={make.isPending}
            disabled={!name.trim() || (reach === "some" && scopes.length === 0)}
            onClick={() => make.mutate()}
          >
            Make the key
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={make.error} />
        <Field label="Name" hint="What it is for: nightly import, notebook of Rui.">
          <Input autoFocus value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Expires">
          <Select value={life} options={LIVES} onChange={setLife} />
        </Field>
        <div className="flex flex-col gap-2">
          <span className="font-medium">May do</span>
          <Segments
            label="What the key may do"
            className="self-start"
            value={reach}
            onChange={setReach}
            options={[
              { value: "all", label: "All that I may" },
              { value: "some", label: "Only some of it" },
            ]}
          />
          {reach === "some" ? (
            <div className="grid max-h-64 gap-2 overflow-y-auto rounded-md border border-line p-3 sm:grid-cols-2">
              {mine.map((permission) => (
                <Checkbox
                  key={permission.name}
                  label={permission.title}
                  hint={<span className="font-mono">{permission.name}</span>}
                  checked={scopes.includes(permission.name)}
                  onChange={(on) =>
                    setScopes(on ? [...scopes, permission.name] : scopes.filter((one) => one !== permission.name))
                  }
                />
              ))}
            </div>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
