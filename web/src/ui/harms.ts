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

/** Why nothing is left for who is spared something, in words for the person themselves. */
export const KEPT_BACK = {
  resting: {
    title: "Enough of this for today",
    text: "You have met as much of this kind of content as one day should have. Nothing is lost and nothing is held against you; there is more after your midnight, or other work now.",
  },
  spared: {
    title: "The rest is what you chose not to see",
    text: "Others are asked about it. You can change your choice under My account at any time.",
  },
};
