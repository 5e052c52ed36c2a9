import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { may, peopleQuery, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { skillHoldersQuery } from "@/api/skills";
import type { Id, Skill, SkillHolder } from "@/api/types";
import { cx } from "@/kit/cx";
import { date } from "@/kit/format";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";

/** Who has the skill, how they came by it, until when; and giving it to somebody. */
export function HoldersDialog({ skill, onEdit, onClose }: { skill: Skill; onEdit: () => void; onClose: () => void }) {
  const query = useQuery(skillHoldersQuery(skill.id));
  const manages = may(useMe(), "skill.manage");
  const client = useQueryClient();
  const done = () => client.invalidateQueries({ queryKey: keys.skills });
  const grant = useMutation({
    mutationFn: ({ person, until }: { person: Id; until: string }) =>
      api.put(`/skills/${skill.id}/people/${person}`, { expires_at: until ? `${until}T23:59:59Z` : null }),
    onSuccess: done,
  });
  const revoke = useMutation({
    mutationFn: (person: Id) => api.delete(`/skills/${skill.id}/people/${person}`),
    onSuccess: done,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={skill.name}
      description={skill.description || undefined}
      footer={manages ? <Button onClick={onEdit}>Change the skill</Button> : undefined}
    >
      <FormError error={grant.error ?? revoke.error} />
      <Loaded query={query}>
        {(holders) => (
          <>
            {holders.length === 0 ? <p className="mb-4 text-ink-3">Nobody has it yet.</p> : null}
            <ul className="mb-4 divide-y divide-line">
              {holders.map((one) => (
                <li key={one.person.id + one.source} className="flex items-center gap-3 py-1.5">
                  <span className={cx("min-w-0 flex-1 truncate", !one.held && "text-ink-3")}>{one.person.name}</span>
                  <span className="text-xs text-ink-3">{howOf(one)}</span>
                  {manages ? (
                    <IconButton
                      size="sm"
                      label={`Take it from ${one.person.name}`}
                      disabled={revoke.isPending}
                      onClick={() => revoke.mutate(one.person.id)}
                    >
                      <X size={13} aria-hidden />
                    </IconButton>
                  ) : null}
                </li>
              ))}
            </ul>
            {manages ? (
              <Grant
                held={
                  new Set(holders.filter((one) => one.held && one.source === "granted").map((one) => one.person.id))
                }
                busy={grant.isPending}
                onGrant={(person, until) => grant.mutate({ person, until })}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

function howOf(one: SkillHolder): string {
  const how = one.source === "earned" ? "passed the course" : `granted by ${one.granted_by?.name ?? "somebody"}`;
  if (!one.expires_at) return how;
  return `${how}, ${one.held ? "until" : "expired"} ${date(one.expires_at)}`;
}

function Grant({
  held,
  busy,
  onGrant,
}: {
  held: ReadonlySet<Id>;
  busy: boolean;
  onGrant: (person: Id, until: string) => void;
}) {
  const people = useInfiniteQuery(peopleQuery());
  const [person, setPerson] = useState("");
  const [until, setUntil] = useState("");
  const others = (people.data ?? []).filter((one) => !held.has(one.person.id));
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        onGrant(person, until);
        setPerson("");
      }}
    >
      <Select
        aria-label="Person"
        className="min-w-0 flex-1"
        value={person}
        onChange={setPerson}
        options={[
          { value: "", label: "Somebody…" },
          ...others.map((one) => ({
            value: one.person.id,
            label: `${one.person.name} (${one.side === "vendor" ? one.organization.name : one.role})`,
          })),
        ]}
      />
      <Input
        type="date"
        aria-label="Until when (empty: as the skill says)"
        className="w-40"
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <Button type="submit" busy={busy} disabled={!person}>
        Grant
      </Button>
    </form>
  );
}
