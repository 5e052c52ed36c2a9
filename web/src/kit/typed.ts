/** What was typed into the page and stands there still: searches and filters do not count. */
const touched = new Set<Element>();

/** Watches the page. Once. */
export function watchTyping(): void {
  document.addEventListener(
    "input",
    ({ target }) => {
      for (const element of touched) if (!element.isConnected) touched.delete(element);
      if (target instanceof Element && target.closest("form, textarea, [contenteditable], [role=dialog], main"))
        touched.add(target);
    },
    true,
  );
}

/** Whether leaving the page would take words with it. */
export function typedHere(): boolean {
  return [...touched].some((element) => element.isConnected && words(element) !== "");
}

function words(element: Element): string {
  if (element instanceof HTMLInputElement) return /search|checkbox|radio|file/.test(element.type) ? "" : element.value;
  return element instanceof HTMLTextAreaElement ? element.value : (element.textContent ?? "");
}
