import type { Sample } from "../plugin";
import type { Claim, ClaimsOp, ClaimsSettings, ClaimsValue } from "./model";

type One = Sample<ClaimsValue, ClaimsSettings, ClaimsOp>;

const response = "Mont Blanc is 4,806 m high 🏔. It stands in Austria.";
const source = "Mont Blanc (4,806 m) is the highest mountain of the Alps, between France and Italy.";
const claim = (start: number, quote: string, more: Partial<Claim> = {}): Claim => ({
  start,
  end: start + [...quote].length,
  quote,
  field: "response",
  verdict: "supported",
  ...more,
});

const settings: ClaimsSettings = {
  field: "response",
  verdicts: [
    { id: "supported", title: "Supported", key: "s" },
    { id: "contradicted", title: "Contradicted", key: "x", evidence: true },
    { id: "not_found", title: "Not found" },
  ],
  evidence_fields: ["source"],
  urls: true,
  fixes: true,
  min: 1,
};

const checked: One = {
  title: "Claims with evidence in a source and at an address",
  question: { name: "claims", kind: "claims", title: "Check every claim" },
  settings,
  content: { response, source },
  fields: [
    { name: "response", kind: "text", title: "Response" },
    { name: "source", kind: "text", title: "Source" },
  ],
  value: {
    claims: [
      claim(0, "Mont Blanc is 4,806 m high", { evidence: [{ url: "https://example.org/montblanc" }] }),
      claim(30, "It stands in Austria", {
        verdict: "contradicted",
        evidence: [{ field: "source", start: 58, end: 82, quote: "between France and Italy" }],
        fix: "It stands between France and Italy",
      }),
    ],
  },
  ops: [
    { type: "set", value: { claims: [claim(0, "Mont Blanc is 4,806 m high", { verdict: "not_found" })] } },
    { type: "set", value: { claims: [] } },
  ],
  keyboard: ["ArrowRight", "Shift+ArrowRight", "KeyX", "ArrowDown", "KeyE"],
};

export const samples: readonly One[] = [checked];
