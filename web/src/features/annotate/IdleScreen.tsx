import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { NoWork } from "@/api/types";
import { plural } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { KEPT_BACK } from "@/ui/harms";
import { EmptyState } from "@/ui/States";

const SAYING: Record<NoWork["status"], { title: string; text: string }> = {
  none: {
    title: "No work available",
    text: "There is nothing for you here at the moment. This page looks again by itself.",
  },
  wait: {
    title: "Others are working on the rest",
    text: "An item may come back to the queue. This page looks again by itself.",
  },
  done: { title: "All done", text: "Every item you can work on is answered. New items appear here by themselves." },
  paused: { title: "The project is paused", text: "A manager paused it. What you submitted is safe." },
  cap: {
    title: "You reached your share",
    text: "This project sets how many items one person may do, and you did them all.",
  },
  not_qualified: {
    title: "The course was not passed",
    text: "Your answers in the course were too far from the right ones. If you think that is wrong, tell who invited you: a person can let you in.",
  },
  ...KEPT_BACK,
  unskilled: {
    title: "This work asks for a skill you do not have",
    text: "A manager can say that you have it, or you earn it in a course. What you are known to be able to do stands under My account.",
  },
  read_guideline: { title: "Read the guideline first", text: "It changed. It is shown now." },
};

export function IdleScreen({
  projectId,
  status,
  retryAfter,
  submitted,
  onLook,
}: {
  projectId: string;
  status: NoWork["status"];
  retryAfter: number;
  submitted: number;
  onLook: () => void;
}) {
  useEffect(() => {
    const timer = setInterval(onLook, Math.max(5, retryAfter || 30) * 1000);
    return () => clearInterval(timer);
  }, [retryAfter, onLook]);
  const { title, text } = SAYING[status];
  return (
    <div className="mx-auto w-full max-w-xl px-4 pt-[16vh]">
      <EmptyState
        title={title}
        action={
          <>
            <Button onClick={onLook}>Look again</Button>
            <Link to="/projects/$projectId/mine" params={{ projectId }} className={buttonLook()}>
              My answers
            </Link>
            <Link to="/" className={buttonLook({ tone: "quiet" })}>
              Home
            </Link>
          </>
        }
      >
        {text}
        {submitted > 0 ? (
          <span className="mt-2 block text-ink">
            {plural(submitted, "answer")} submitted since you opened this page.
          </span>
        ) : null}
      </EmptyState>
    </div>
  );
}
