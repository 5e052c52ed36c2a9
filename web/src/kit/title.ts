import { createContext, type RefObject, useContext, useEffect } from "react";

/** Where the page is: the project's name, in the shell of a project. */
export const PlaceContext = createContext("");

const PRODUCT = "Armslength";

/** What the browser's tab says: the page, the place, the product. Nothing is said until all of it is known. */
export function useTitle(...parts: readonly (string | undefined)[]) {
  const said = parts.every((part) => part !== undefined) ? joined(parts) : null;
  useEffect(() => {
    if (said !== null) document.title = said;
  }, [said]);
}

/** The same for a page whose heading may be more than words: its first words are read once they stand there, however
 * deep; a badge behind them is not part of the name. */
export function useTitleOf(heading: RefObject<HTMLElement | null>) {
  const place = useContext(PlaceContext);
  useEffect(() => {
    document.title = joined([firstWords(heading.current), place]);
  });
}

function firstWords(node: Node | null | undefined): string | undefined {
  return node?.firstChild ? firstWords(node.firstChild) : node?.textContent?.trim();
}

function joined(parts: readonly (string | undefined)[]) {
  return [...new Set([...parts.filter(Boolean), PRODUCT])].join(" · ");
}
