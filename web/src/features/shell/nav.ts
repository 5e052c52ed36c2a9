import {
  Award,
  BadgeCheck,
  Bell,
  Bird,
  Blend,
  BrickWall,
  Building2,
  ChartNoAxesColumn,
  Eye,
  Fingerprint,
  Flag,
  FolderKanban,
  Gauge,
  Gavel,
  GitFork,
  GraduationCap,
  Handshake,
  Highlighter,
  House,
  KeyRound,
  Layers,
  ListChecks,
  type LucideIcon,
  Medal,
  MessageSquareText,
  MessagesSquare,
  Network,
  PackageCheck,
  ReceiptText,
  Scale,
  ScanSearch,
  ScrollText,
  Settings,
  ShieldCheck,
  Siren,
  Sparkles,
  Split,
  Stamp,
  Swords,
  TableProperties,
  TextQuote,
  Unplug,
  Users,
  UsersRound,
  VenetianMask,
  Waypoints,
  Webhook,
} from "lucide-react";
import { may } from "@/api/identity";
import type { Me, Project } from "@/api/types";

export type NavLink = { to: string; label: string; icon: LucideIcon; exact?: boolean };
/** Links that belong together; those without a title stand above the rest. */
export type NavGroup = { title?: string; links: NavLink[] };

/** So many links are seen at a glance; more are told apart by titles. */
const AT_A_GLANCE = 9;

const STATEMENT: NavLink = { to: "/statement", label: "Statement", icon: ReceiptText };
const FIGURES: NavLink = { to: "/figures", label: "Figures", icon: Award };

/** The links of a person: those the server's own rule lets him open. */
export function mainLinks(me: Me): NavLink[] {
  const manages = may(me, "project.create") || may(me, "progress.read");
  const links: (NavLink | false)[] = [
    { to: "/", label: "Home", icon: House, exact: true },
    { to: "/notifications", label: "Notifications", icon: Bell },
    (me.side === "vendor" || !manages) && STATEMENT,
    (me.side === "vendor" || !manages) && FIGURES,
    me.side === "vendor" && may(me, "offer.answer") && { to: "/offers", label: "Offers", icon: Handshake },
    manages && { to: "/projects", label: "Projects", icon: FolderKanban, exact: true },
  ];
  return links.filter((link): link is NavLink => Boolean(link));
}

/** What concerns no single project. */
export function organizationGroups(me: Me): NavGroup[] {
  return grouped([
    {
      title: "People and firms",
      links: [
        may(me, "people.read") && { to: "/people", label: "People", icon: Users },
        me.side === "customer" && may(me, "statement.firm") && STATEMENT,
        me.side === "customer" && may(me, "figures.firm") && FIGURES,
        may(me, "skill.read") && { to: "/skills", label: "Skills", icon: BadgeCheck },
        may(me, "trait.read") && { to: "/traits", label: "Traits", icon: UsersRound },
        may(me, "vendors.manage") && { to: "/vendors", label: "Vendors", icon: Building2 },
      ],
    },
    {
      title: "At arm's length",
      links: [
        may(me, "ownership.read") && { to: "/ownership", label: "Ownership", icon: Network },
        may(me, "ownership.read") && { to: "/rivals", label: "Rivals", icon: Swords },
        may(me, "brands.manage") && { to: "/brand-words", label: "Brand words", icon: VenetianMask },
        may(me, "exposure.read") && { to: "/exposure", label: "Exposure", icon: Eye },
        may(me, "vendors.sever") && { to: "/severances", label: "Severances", icon: Unplug },
        may(me, "trace.read") && { to: "/trace", label: "Trace a leak", icon: ScanSearch },
        may(me, "exposure.read") && { to: "/drills", label: "Drills", icon: Siren },
      ],
    },
    {
      title: "Connections",
      links: [
        may(me, "tenant.manage") && { to: "/webhooks", label: "Webhooks", icon: Webhook },
        may(me, "egress.read") && { to: "/outbound-hosts", label: "Outbound hosts", icon: Waypoints },
        may(me, "keys.manage") && { to: "/api-keys", label: "API keys", icon: KeyRound },
      ],
    },
  ]);
}

export function projectGroups(project: Project): NavGroup[] {
  const base = `/projects/${project.id}`;
  const has = (permission: string) => may(project, permission);
  return grouped([
    { links: [{ to: base, label: "Overview", icon: Gauge, exact: true }] },
    {
      title: "Data",
      links: [
        has("batch.read") && { to: `${base}/batches`, label: "Batches", icon: Layers },
        has("item.read") && { to: `${base}/items`, label: "Items", icon: TableProperties },
        has("answers.read") && { to: `${base}/answers`, label: "Answers", icon: MessagesSquare },
        has("comment.manage") && { to: `${base}/comments`, label: "Comments", icon: MessageSquareText },
        has("flag.read") && { to: `${base}/flags`, label: "Flags", icon: Flag },
        has("suggestion.read") && { to: `${base}/suggestions`, label: "Suggestions", icon: Sparkles },
        has("release.read") && { to: `${base}/releases`, label: "Releases", icon: PackageCheck },
      ],
    },
    {
      title: "Quality",
      links: [
        has("agreement.read") && { to: `${base}/quality`, label: "Quality", icon: ChartNoAxesColumn },
        has("answers.read") && { to: `${base}/disagreements`, label: "Disagreements", icon: Blend },
        has("concern.read") && { to: `${base}/concerns`, label: "Concerns", icon: ScanSearch },
        has("agreement.read") && { to: `${base}/judges`, label: "Judges", icon: Gavel },
        has("scorecard.read") && { to: `${base}/scorecard`, label: "Scorecard", icon: Medal },
        has("answers.read") && { to: `${base}/reviews`, label: "Reviews", icon: Stamp },
        has("answers.read") && { to: `${base}/adjudications`, label: "Adjudication", icon: Scale },
        has("gold.read") && { to: `${base}/gold`, label: "Gold", icon: GraduationCap },
      ],
    },
    {
      title: "At arm's length",
      links: [
        has("ownership.read") && { to: `${base}/trust`, label: "Trust", icon: ShieldCheck },
        has("exposure.read") && { to: `${base}/wall`, label: "Wall", icon: BrickWall },
        has("rendition.read") && { to: `${base}/renditions`, label: "Renditions", icon: Highlighter },
        has("canary.read") && { to: `${base}/canaries`, label: "Canaries", icon: Bird },
        has("variant.read") && { to: `${base}/variants`, label: "Variants", icon: Fingerprint },
        (has("log.read") || has("exposure.read")) && { to: `${base}/log`, label: "Log", icon: ScrollText },
      ],
    },
    {
      title: "Set-up",
      links: [
        has("schema.read") && { to: `${base}/schema`, label: "Label schema", icon: ListChecks },
        has("guideline.read") && { to: `${base}/guideline`, label: "Guideline", icon: TextQuote },
        has("routing.read") && { to: `${base}/routing`, label: "Routing", icon: Split },
        has("branch.read") && { to: `${base}/branches`, label: "Branches", icon: GitFork },
        has("project.people") && { to: `${base}/members`, label: "Members", icon: Users },
        has("webhook.manage") && { to: `${base}/webhooks`, label: "Webhooks", icon: Webhook },
        has("project.configure") && { to: `${base}/settings`, label: "Settings", icon: Settings },
      ],
    },
  ]);
}

function grouped(all: { title?: string; links: (NavLink | false)[] }[]): NavGroup[] {
  const groups = all
    .map(({ title, links }) => ({ title, links: links.filter((link): link is NavLink => Boolean(link)) }))
    .filter(({ links }) => links.length > 0);
  const links = groups.flatMap((group) => group.links);
  return links.length > AT_A_GLANCE ? groups : [{ links }];
}
