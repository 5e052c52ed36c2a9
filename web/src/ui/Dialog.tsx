import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";

const widths = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl", xl: "max-w-6xl" };

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = "md",
  footer,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  size?: keyof typeof widths;
  footer?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-[fade-in_100ms] bg-overlay" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          // Without a control that asks for the focus it goes to the dialog itself, not to its closing cross.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          tabIndex={-1}
          className={cx(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-64px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 animate-[fade-in_100ms] flex-col rounded-lg bg-surface shadow-float outline-none",
            widths[size],
          )}
        >
          <header className="flex items-start gap-4 border-b border-line px-4 py-3">
            <div className="min-w-0">
              <Radix.Title className="text-base">{title}</Radix.Title>
              {description ? <Radix.Description className="mt-0.5 text-ink-2">{description}</Radix.Description> : null}
            </div>
            <Radix.Close
              aria-label="Close"
              className="-my-1 -mr-2 ml-auto rounded-md p-1.5 text-ink-3 hover:bg-hover hover:text-ink"
            >
              <X size={16} aria-hidden />
            </Radix.Close>
          </header>
          {children ? <div className="min-h-0 overflow-y-auto p-4">{children}</div> : null}
          {footer ? <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Asks before something that cannot be undone. `children` show what it will touch; `word` must be typed for the gravest acts. */
export function Confirm({
  open,
  onOpenChange,
  title,
  action,
  word,
  busy = false,
  danger = true,
  error,
  onConfirm,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  action: string;
  word?: string;
  busy?: boolean;
  danger?: boolean;
  error?: string | null;
  onConfirm: () => void;
  children?: ReactNode;
}) {
  const [typed, setTyped] = useState("");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            tone={danger ? "danger-solid" : "primary"}
            busy={busy}
            disabled={word !== undefined && typed.trim() !== word}
            onClick={onConfirm}
          >
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        {word !== undefined ? (
          <Field label={<>Type “{word}” to go on</>}>
            <Input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
          </Field>
        ) : null}
        {error ? (
          <p role="alert" className="text-bad">
            {error}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
