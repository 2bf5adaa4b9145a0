// A list shows what was chosen on one line. Where its field is too narrow for it, whatever the size and the spacing of the
// letters, the whole of it stands below.
(() => {
  "use strict";
  const tell = () => {
    for (const list of document.querySelectorAll('[data-testid="stSelectbox"]')) {
      const field = list.querySelector("input"), isCut = field && field.scrollWidth > field.clientWidth;
      if (!isCut) delete list.dataset.entier;
      else if (list.dataset.entier !== field.value) list.dataset.entier = field.value;
    }
  };
  let waiting = 0;
  const look = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; tell(); }); };
  document.addEventListener("DOMContentLoaded", () => {
    const sizes = new ResizeObserver(look);
    let seen;
    const watch = () => {
      const page = document.querySelector("main");
      if (page !== seen) {
        sizes.disconnect();
        if (page) sizes.observe(page.querySelector('[data-testid="stMainBlockContainer"]') ?? page);
        seen = page;
      }
      look();
    };
    new MutationObserver(watch).observe(document.getElementById("root"), {
      childList: true, subtree: true, attributes: true, attributeFilter: ["value"],
    });
  });
})();
