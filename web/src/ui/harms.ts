/** Categories of harm as people read them, in the order in which the server keeps them. */
export const HARMS = {
  violence: "Violence",
  gore: "Blood and injuries",
  sexual: "Sexual content",
  child_abuse: "Abuse of children",
  self_harm: "Self-harm and suicide",
  hate: "Hate",
  harassment: "Harassment",
  extremism: "Extremism",
  animal_cruelty: "Cruelty to animals",
  drugs: "Drugs",
  disturbing: "Otherwise disturbing",
} as const;

export type Harm = keyof typeof HARMS;

export const HARM_LIST = Object.keys(HARMS) as Harm[];
