import type { Role } from "@/api/types";

export const ROLE_OPTIONS: { value: Role; label: string }[] = [
  { value: "annotator", label: "Annotator" },
  { value: "reviewer", label: "Reviewer" },
  { value: "manager", label: "Manager" },
  { value: "owner", label: "Owner" },
];

export const ROLE_HINTS: Record<Role, string> = {
  annotator: "Answers items of the projects it has a role in. Sees nothing else.",
  reviewer: "Also decides on annotations of others.",
  manager: "Makes projects, brings items in, invites people, makes releases.",
  owner: "Everything, also vendors, API keys and the organization itself.",
};
