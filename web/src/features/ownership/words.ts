import type { EdgeType, OwnershipEdge, PathStep, Reached } from "@/api/types";

/** What is held, as people say it. */
export const HOLDINGS: Record<EdgeType, string> = {
  shareholding: "Shares",
  votingRights: "Votes",
  boardMember: "Board seat",
  boardChair: "Chair of the board",
  seniorManagingOfficial: "Officer",
  appointmentOfBoard: "Appoints the board",
  rightsGrantedByContract: "Contract",
  conditionalRightsGrantedByContract: "Option or convertible",
  otherInfluenceOrControl: "Other influence",
  controlViaCompanyRulesOrArticles: "Control by its articles",
  controlByLegalFramework: "Control by law",
  rightsToProfitOrIncome: "Share of profit",
  rightsToSurplusAssetsOnDissolution: "Share of what is left",
  rightToProfitOrIncomeFromAssets: "Income from assets",
  enjoymentAndUseOfAssets: "Use of assets",
  beneficiaryOfLegalArrangement: "Beneficiary",
  settlor: "Settlor",
  trustee: "Trustee",
  protector: "Protector",
  nominee: "Nominee",
  nominator: "Nominator",
  unknownInterest: "Unknown interest",
  unpublishedInterest: "Unpublished interest",
};

/** Kinds of which there is more or less; of the others one has it or not. */
const COUNTED = new Set<EdgeType>([
  "shareholding",
  "votingRights",
  "conditionalRightsGrantedByContract",
  "rightsToProfitOrIncome",
  "rightsToSurplusAssetsOnDissolution",
  "rightToProfitOrIncomeFromAssets",
  "beneficiaryOfLegalArrangement",
  "unknownInterest",
  "unpublishedInterest",
]);

export const counted = (type: EdgeType) => COUNTED.has(type);

export function share(bp: number): string {
  return `${Number((bp / 100).toFixed(2))} %`;
}

/** "49 %", "25–50 %", "unknown". */
export function range(edge: { min_bp: number; max_bp: number }): string {
  if (edge.min_bp === edge.max_bp) return share(edge.max_bp);
  if (edge.min_bp === 0 && edge.max_bp === 10_000) return "unknown";
  return `${Number((edge.min_bp / 100).toFixed(2))}–${share(edge.max_bp)}`;
}

/** What an edge says, short enough for a line in a picture. */
export function short(edge: Pick<OwnershipEdge, "type" | "min_bp" | "max_bp">): string {
  if (!counted(edge.type)) return HOLDINGS[edge.type];
  const much = range(edge);
  return edge.type === "shareholding" ? (much === "unknown" ? "shares" : much) : `${HOLDINGS[edge.type]} ${much}`;
}

const MEASURES: Record<Reached["measure"], string> = {
  self: "itself",
  share: "shares",
  control: "control",
  tie: "a tie",
  seat: "a person at both",
};

export function how(reached: Pick<Reached, "way" | "measure">): string {
  return reached.way === "control" ? "controlled from above" : MEASURES[reached.measure];
}

/** One party on a path; `by`: the edge that led there, `up` when the party is its holder. */
export type Step = { party: string; by: PathStep | null; up: boolean };

/** The parties along a path, from the vendor outwards. `end`: the last of them, where it is known. */
export function walked(path: readonly PathStep[], end?: string | null): Step[] {
  const first = path[0];
  if (!first) return [];
  let here = end ? startOf(path, end) : nearEnd(path);
  const steps: Step[] = [{ party: here, by: null, up: false }];
  for (const by of path) {
    const up = by.held === here;
    here = up ? by.holder : by.held;
    steps.push({ party: here, by, up });
  }
  return steps;
}

function startOf(path: readonly PathStep[], end: string): string {
  let here = end;
  for (const step of [...path].reverse()) here = step.held === here ? step.holder : step.held;
  return here;
}

/** The end of the first edge that the second does not share; of a single edge what is held. */
function nearEnd([first, second]: readonly PathStep[]): string {
  if (!first) return "";
  const shared = second && (second.holder === first.held || second.held === first.held);
  return shared ? first.holder : first.held;
}

/** "49" or "49.5 %" as bp; null when it is no share. */
export function asBp(text: string): number | null {
  const match = /^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%?\s*$/.exec(text);
  if (!match?.[1]) return null;
  const bp = Math.round(Number(match[1].replace(",", ".")) * 100);
  return bp <= 10_000 ? bp : null;
}
