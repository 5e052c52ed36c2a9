/** About how many answers are wanted: never a number. */
export const VOLUMES = {
  tens: "tens of answers",
  hundreds: "hundreds of answers",
  thousands: "thousands of answers",
  tens_of_thousands: "tens of thousands of answers",
  more: "more than that",
} as const;

/** What a firm was told of: in words, or as the portion that it was given. */
export function volumeText(volume: string | null): string {
  return VOLUMES[volume as keyof typeof VOLUMES] ?? volume ?? "";
}
