import { Link, useLocation } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useEffect, useId, useState } from "react";
import type { NavGroup, NavLink } from "@/features/shell/nav";
import { cx } from "@/kit/cx";
import { keep, kept } from "@/kit/kept";

const KEY = "armslength.navigation";

/** Groups of links under titles that fold; what was folded stays so on this device, in the place where it was. */
export function Groups({
  place,
  groups,
  folded = false,
}: {
  place: "project" | "organization";
  groups: NavGroup[];
  folded?: boolean;
}) {
  return (
    <div className="flex flex-col gap-2">
      {groups.map(({ title, links }) =>
        title ? (
          <Group key={title} name={`${place}/${title}`} title={title} links={links} folded={folded} />
        ) : (
          <Links key="" links={links} />
        ),
      )}
    </div>
  );
}

function Group({ name, title, links, folded }: { name: string; title: string; links: NavLink[]; folded: boolean }) {
  const id = useId();
  const { pathname } = useLocation();
  const here = links.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  const [open, setOpen] = useState(() => read()[name] ?? !folded);
  useEffect(() => {
    if (here) setOpen(true);
  }, [here]);
  function handleToggle() {
    setOpen(!open);
    keep(KEY, JSON.stringify({ ...read(), [name]: !open }));
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={handleToggle}
        className="flex h-6 w-full items-center gap-1 rounded-md px-3 text-xs font-medium text-ink-3 hover:text-ink"
      >
        {title}
        <ChevronRight size={12} aria-hidden className={cx("transition-transform", open && "rotate-90")} />
      </button>
      <div id={id} hidden={!open}>
        <Links links={links} />
      </div>
    </div>
  );
}

export function Links({ links, counts = {} }: { links: NavLink[]; counts?: Record<string, string> }) {
  return (
    <ul className="flex flex-col gap-px">
      {links.map(({ to, label, icon: Icon, exact }) => (
        <li key={to}>
          <Link
            to={to}
            activeOptions={{ exact: exact ?? false, includeSearch: false }}
            className="flex h-8 items-center gap-2.5 rounded-md px-3 text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-pressed aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            <Icon size={15} strokeWidth={1.75} aria-hidden />
            {label}
            {counts[to] ? (
              <span className="tabular ml-auto rounded-full bg-accent px-1.5 text-2xs font-semibold text-accent-ink">
                {counts[to]}
                <span className="sr-only"> unread</span>
              </span>
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function read(): Record<string, boolean> {
  try {
    const stored: unknown = JSON.parse(kept(KEY) ?? "{}");
    return stored && typeof stored === "object" ? (stored as Record<string, boolean>) : {};
  } catch {
    return {}; // not what was written here
  }
}
