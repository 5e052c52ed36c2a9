import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "@/kit/cx";
import { Tip } from "@/ui/Tip";

const look = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50",
  {
    variants: {
      tone: {
        primary: "bg-accent text-accent-ink hover:enabled:bg-accent-hover",
        plain: "border border-line-strong bg-surface text-ink hover:enabled:bg-hover",
        quiet: "text-ink-2 hover:enabled:bg-hover hover:enabled:text-ink",
        danger: "border border-line-strong bg-surface text-bad hover:enabled:border-bad hover:enabled:bg-bad-soft",
        "danger-solid": "bg-bad text-surface hover:enabled:bg-bad-hover",
      },
      size: {
        sm: "h-7 px-2 text-xs",
        md: "h-8 px-3 text-sm",
        lg: "h-10 px-4 text-base",
      },
    },
    defaultVariants: { tone: "plain", size: "md" },
  },
);

type Look = VariantProps<typeof look>;
export type ButtonTone = NonNullable<Look["tone"]>;

/** Class names of a button, for links that look like one. */
export function buttonLook(options: Look = {}): string {
  return cx(look(options));
}

/** `why` disables the button and says why in its tip. */
export function Button({
  tone,
  size,
  busy = false,
  why,
  icon,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ComponentProps<"button"> & Look & { busy?: boolean; why?: string | false | null; icon?: ReactNode }) {
  const button = (
    <button
      type={type}
      className={cx(look({ tone, size }), className)}
      disabled={disabled || busy || Boolean(why)}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <LoaderCircle size={14} className="animate-spin" aria-hidden /> : icon}
      {children}
    </button>
  );
  return why ? (
    <Tip text={why}>
      {/* A disabled button fires no events: the span carries the tip. */}
      <span className="inline-flex">{button}</span>
    </Tip>
  ) : (
    button
  );
}

/** A square button with an icon only; `label` is its name and its tip. */
export function IconButton({
  label,
  tone = "quiet",
  size = "md",
  className,
  children,
  ...rest
}: ComponentProps<"button"> & Look & { label: string }) {
  return (
    <Tip text={label}>
      <button
        type="button"
        aria-label={label}
        className={cx(
          look({ tone, size }),
          size === "sm" ? "w-7 px-0" : size === "lg" ? "w-10 px-0" : "w-8 px-0",
          className,
        )}
        {...rest}
      >
        {children}
      </button>
    </Tip>
  );
}
