/** Where the image stands in its frame: an offset in pixels and a scale, 1 meaning that it fits. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

export const FIT: View = { x: 0, y: 0, scale: 1 };
const LARGEST = 24;

/** Scales by `factor` and keeps the point `at` (frame pixels) where it is. Never smaller than fitting. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.min(LARGEST, Math.max(1, view.scale * factor));
  if (scale === 1) return FIT;
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}
