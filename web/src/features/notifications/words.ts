import type { Notification } from "@/api/types";
import { plural } from "@/kit/format";
import { sentence } from "@/ui/words";

type Told = { text: string; to: string | null };

const GRANT: Record<string, string> = { paused: "was paused", frozen: "was frozen", severed: "was cut off" };
const COURSE: Record<string, string> = {
  passed: "You passed the course",
  failed: "You did not pass the course",
  admitted: "You were let in, whatever the course said",
  barred: "You were kept out",
};
const STATE: Record<string, string> = { active: "was started", paused: "was paused", archived: "was archived" };

const ended = (state: unknown) => (state === "done" || state === "ready" ? "is done" : `ended: ${String(state)}`);

/** What happened in one line, and the page that shows it. Ids come from `about`; the names of things are asked there. */
const KINDS: Record<string, (about: Notification["about"], project: string, who?: string) => Told> = {
  "work.returned": (_about, project) => ({ text: "An answer came back for rework", to: `${project}/work` }),
  "comment.said": (_about, project) => ({
    text: "Somebody commented on an answer of yours, or replied",
    to: `${project}/mine`,
  }),
  "appeal.decided": (about, project) => ({
    text: `Your appeal was ${about.decision === "granted" ? "granted" : "declined"}`,
    to: `${project}/mine`,
  }),
  "concern.upheld": (_about, project) => ({
    text: "Something was decided about your answers",
    to: `${project}/mine`,
  }),
  "concern.appeal_decided": (about, project) => ({
    text: `Your appeal was ${about.decision === "granted" ? "granted" : "declined"}`,
    to: `${project}/mine`,
  }),
  "concern.appealed": (_about, project) => ({
    text: "Somebody appeals against a decision about their answers",
    to: `${project}/concerns`,
  }),
  "flag.resolved": () => ({ text: "Your flag was answered", to: null }),
  "course.judged": (about, project) => ({
    text: COURSE[String(about.state)] ?? "The course was judged",
    to: `${project}/work`,
  }),
  "project.joined": (about, project) => ({
    text: `You are ${about.role === "annotator" ? "an annotator" : `a ${String(about.role)}`} here now`,
    to: about.role === "annotator" ? `${project}/work` : project,
  }),
  "invitation.accepted": (_about, _project, who) => ({
    text: `${who ?? "Somebody"} took the seat that you offered`,
    to: "/people",
  }),
  "offer.received": () => ({ text: "Work is offered to your firm", to: "/offers" }),
  "offer.answered": (about, project, who) => ({
    text: `${who ?? "A vendor"} ${about.state === "accepted" ? "accepted your offer and is let in" : "declined your offer"}`,
    to: `${project}/members`,
  }),
  "flag.raised": (about, project) => ({
    text: `Somebody raised a flag: ${sentence(String(about.reason)).toLowerCase()}`,
    to: `${project}/flags`,
  }),
  "appeal.raised": (_about, project) => ({ text: "An appeal waits for a decision", to: `${project}/reviews` }),
  "project.state": (about, project) => ({ text: `The project ${STATE[String(about.to)] ?? "changed"}`, to: project }),
  "grant.cut": (about, _project, who) => ({
    text: `${who ?? "A vendor"} ${GRANT[String(about.state)] ?? "changed"}`,
    to: `/vendors/${String(about.vendor_id)}`,
  }),
  "incident.raised": (_about, project) => ({
    text: "The record of deliveries disagrees with itself",
    to: project ? `${project}/trust` : "/exposure",
  }),
  "webhook.paused": (about, project) => ({
    text: "A webhook failed for too long and is paused",
    to: `${project}/webhooks/${String(about.webhook_id)}`,
  }),
  "import.ended": (about, project) => ({
    text: `Your import ${ended(about.state)}${about.rejected ? `, ${plural(Number(about.rejected), "row")} rejected` : ""}`,
    to: `${project}/imports/${String(about.import_id)}`,
  }),
  "release.ended": (about, project) => ({
    text: `Your release ${ended(about.state)}`,
    to: `${project}/releases/${String(about.release_id)}`,
  }),
  "export.ended": (about, project) => ({
    text: `Your export to ${String(about.format)} ${ended(about.state)}`,
    to: `${project}/releases/${String(about.release_id)}`,
  }),
  "job.failed": (_about, project) => ({ text: "Work in the background failed", to: project || null }),
};

export function toldOf(told: Notification): Told {
  const project = told.project ? `/projects/${told.project.id}` : "";
  // A newer server may tell of what this page does not know yet.
  return KINDS[told.kind]?.(told.about, project, told.who?.name) ?? { text: told.kind, to: project || null };
}
