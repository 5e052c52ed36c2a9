import { type ReactNode, useRef } from "react";
import { cx } from "@/kit/cx";
import { useTitleOf } from "@/kit/title";

/** Head and body of a page in the shell. */
export function Page({
  title,
  lead,
  actions,
  above,
  wide = false,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  above?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitleOf(heading);
  return (
    <div className={cx("mx-auto w-full px-4 py-5 sm:px-6", wide ? "max-w-[1600px]" : "max-w-6xl")}>
      {above ? <div className="mb-1 text-xs text-ink-3">{above}</div> : null}
      <header className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_16rem]">
          <h1 ref={heading} className="truncate text-xl">
            {title}
          </h1>
          {lead ? <p className="mt-0.5 max-w-3xl text-ink-2">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

export function Section({
  title,
  lead,
  actions,
  children,
  className,
}: {
  title?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={cx("mb-8", className)}>
      {title || actions ? (
        <div className="mb-2 flex items-end gap-4">
          <div className="min-w-0 flex-1">
            <h2 className="text-base">{title}</h2>
            {lead ? <p className="text-ink-2">{lead}</p> : null}
          </div>
          {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}

export function Panel({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cx("rounded-lg border border-line bg-surface p-4", className)}>{children}</div>;
}

/** Names and values in two columns. */
export function Facts({
  items,
  className,
}: {
  items: readonly (readonly [ReactNode, ReactNode] | false | null)[];
  className?: string;
}) {
  return (
    <dl className={cx("grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1.5", className)}>
      {items.map((item, index) =>
        item ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: facts have no other name than their place.
          <div key={index} className="contents">
            <dt className="text-ink-3">{item[0]}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{item[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
