// Runs before the first paint, so that a chosen theme never flashes. Not a module and not inline: the content policy forbids the latter.
(() => {
  let wanted = "system";
  try {
    wanted = localStorage.getItem("armslength.theme") || "system";
  } catch {
    // Storage is off: follow the system.
  }
  const dark = wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
