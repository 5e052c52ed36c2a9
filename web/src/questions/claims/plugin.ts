import { SearchCheck } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { defineQuestion, type QuestionCommand } from "../plugin";
import { moving } from "../spans/moving";
import { addAddress, addEvidence, currentClaim, giveVerdict, stepClaim } from "./act";
import type { ClaimsOp, ClaimsSettings, ClaimsValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<ClaimsValue, ClaimsSettings, ClaimsOp>;

function commands(settings: ClaimsSettings): Command[] {
  const hotkeys = model.hotkeysOf(settings);
  const verdicts = settings.verdicts.flatMap((verdict): Command[] => {
    const chord = chordFor(hotkeys.get(verdict.id) ?? "");
    if (!chord) return [];
    return [
      {
        id: `verdict.${verdict.id}`,
        title: `Verdict: ${verdict.title}`,
        keys: [chord],
        stay: true,
        run: (state) => giveVerdict(state, verdict.id),
      },
    ];
  });
  const evidence: Command[] = [
    { id: "evidence", title: "What is selected is evidence", keys: ["KeyE"], stay: true, run: addEvidence },
    { id: "address", title: "Add an address", keys: ["KeyU"], stay: true, run: addAddress },
  ];
  const taken = new Set(verdicts.flatMap((one) => one.keys));
  const offered = evidence.filter(
    (one) =>
      (one.id === "address" ? settings.urls : settings.evidence_fields.length > 0) &&
      !one.keys.some((key) => taken.has(key)),
  );
  return [
    ...verdicts,
    ...offered,
    ...moving<ClaimsValue, ClaimsSettings, ClaimsOp>(model.spotsIn),
    { id: "claim.next", title: "Next claim", keys: ["BracketRight"], stay: true, run: (state) => stepClaim(state, 1) },
    {
      id: "claim.before",
      title: "Claim before",
      keys: ["BracketLeft"],
      stay: true,
      run: (state) => stepClaim(state, -1),
    },
    {
      id: "claim.remove",
      title: "Remove the claim",
      keys: ["Backspace", "Delete"],
      stay: true,
      disabled: (state) => (currentClaim(state) ? null : "Select a claim first"),
      run: (state) => {
        const claim = currentClaim(state);
        if (claim) state.emit(model.withClaim(state.value, claim, null));
      },
    },
  ];
}

export const claims = defineQuestion<ClaimsValue, ClaimsSettings, ClaimsOp>({
  kind: "claims",
  title: "Claims",
  summary: "Mark what a text claims; say of each whether it holds, and show by what: in a source, or at an address.",
  icon: SearchCheck,
  targets: ["item", "message", "response"],
  room: () => "side",
  defaultSettings: ({ fields }) => ({
    field: fields.find((field) => field.kind === "text" || field.kind === "chat" || field.kind === "code")?.name ?? "",
    verdicts: [
      { id: "supported", title: "Supported", key: "s", evidence: true },
      { id: "contradicted", title: "Contradicted", key: "x", evidence: true },
      { id: "not_found", title: "Not found", key: "n" },
    ],
  }),
  readSettings: model.readSettings,
  empty: () => ({ claims: [] }),
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => [...new Set(value.claims.map((claim) => claim.verdict))].sort(),
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: deferred(async () => (await import("./ClaimsEditor")).ClaimsEditor),
  Viewer: deferred(async () => (await import("./ClaimsViews")).ClaimsViewer),
  Diff: deferred(async () => (await import("./ClaimsViews")).ClaimsDiff),
  SettingsForm: deferred(async () => (await import("./ClaimsSettings")).ClaimsSettingsForm),
  Overlay: deferred(async () => (await import("./ClaimsOverlay")).ClaimsOverlay),
  overlayFields: (settings) => [settings.field, ...settings.evidence_fields],
  commands: ({ settings }) => commands(settings),
});
