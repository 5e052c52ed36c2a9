import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { partiesQuery } from "@/api/ownership";
import type { Party } from "@/api/types";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";

/** A party by its name: typed, then chosen from those that are known. `free` also takes a name nobody knows. */
export function PartyPicker({
  value,
  onChange,
  free = false,
  placeholder = "Name of a firm or person",
}: {
  value: Party | string;
  onChange: (value: Party | string) => void;
  free?: boolean;
  placeholder?: string;
}) {
  const words = typeof value === "string" ? value : value.name;
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const deferred = useDeferredValue(words.trim());
  const found = useQuery({ ...partiesQuery(deferred), enabled: open }).data ?? [];
  const list = useId();

  function choose(party: Party) {
    onChange(party);
    setOpen(false);
  }
  function handleKey(event: KeyboardEvent) {
    if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setActive((at) => Math.max(0, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && open && found[active]) {
      event.preventDefault();
      choose(found[active]);
    }
  }
  return (
    <div className="relative">
      <Input
        role="combobox"
        aria-expanded={open && found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && found[active] ? `${list}-${active}` : undefined}
        autoComplete="off"
        maxLength={300}
        placeholder={placeholder}
        value={words}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={handleKey}
        onChange={(event) => {
          onChange(event.target.value);
          setActive(0);
          setOpen(true);
        }}
      />
      {open && found.length > 0 ? (
        <ul
          id={list}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the options are chosen from the box.
          role="listbox"
          aria-label="Known parties"
          className="absolute inset-x-0 top-9 z-20 max-h-64 overflow-y-auto rounded-md bg-surface py-1 shadow-float"
        >
          {found.map((party, index) => (
            <li
              key={party.id}
              id={`${list}-${index}`}
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: see the list.
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              // Before the box loses the focus and the list is gone.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(party);
              }}
              className={cx("flex cursor-pointer gap-3 px-3 py-1.5", index === active && "bg-hover")}
            >
              <span className="min-w-0 flex-1 truncate">{party.name}</span>
              <span className="text-xs text-ink-3">
                {party.kind === "person" ? "Person" : party.own ? "Your record" : "Register"}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {open && found.length === 0 && deferred && free ? (
        <p className="mt-1 text-xs text-ink-3">Nobody known by this name; it is taken as it stands.</p>
      ) : null}
    </div>
  );
}
