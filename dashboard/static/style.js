// Style sheets belong to the head of a page: those that the page shows among its words are taken there, the last of all.
(() => {
  "use strict";
  const taken = new Map(); // by what showed it, a style sheet
  const take = () => {
    for (const [shown, style] of taken) {
      if (shown.isConnected) continue;
      style.remove();
      taken.delete(shown);
    }
    for (const style of document.querySelectorAll("body style")) {
      const shown = style.parentElement;
      taken.get(shown)?.remove();
      taken.set(shown, style);
      document.head.append(style);
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(take).observe(document.getElementById("root"), { childList: true, subtree: true });
  });
})();
