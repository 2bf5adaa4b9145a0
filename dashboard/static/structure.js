// What whoever does not see the page whole must know of it: the ways past the menu, where a page begins once the menu led
// to it, and what a choice changed, said by one region that is always there.
(() => {
  "use strict";
  const STILL = 400, LONGEST = 3000; // milliseconds without a change, after which a page is taken for drawn
  const CONTENT = "contenu", FIGURES = "chiffres";
  const LONGEST_SAID = 160; // signs
  const FIGURE = '[class*="st-key-figure-"]';
  const SHOWN = `${FIGURE} :is(table, .tableau, .matrice, h2, h3, h4)`;

  const region = document.createElement("p");
  region.id = "annonce";
  region.setAttribute("role", "status");
  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(region);
    document.getElementById("evitement").hidden = false;
    new MutationObserver(hear).observe(document.getElementById("root"), {
      childList: true, subtree: true, attributes: true, attributeFilter: ["data-selection", "aria-required"],
    });
    new MutationObserver(place).observe(document.body, { childList: true });
    place();
  });

  // ---- What opens over the page: a list is a region of its own, a help is said; what is told is told while one is open too.
  const place = () => {
    for (const list of document.querySelectorAll('[data-rac][data-trigger="ComboBox"]:not([role])')) {
      list.setAttribute("role", "region");
      list.setAttribute("aria-label", "Choix proposés");
    }
    document.getElementById("stFloatingOverlayPortal")?.setAttribute("role", "status");
    for (const told of document.querySelectorAll("#annonce, #connexion")) told.dataset.liveAnnouncer = "true";
  };

  // ---- The ways within a page: to the title, to the first figure that is seen, to a part by the key of its container.
  const title = () => document.querySelector("main h1");
  const figure = () => [...document.querySelectorAll(SHOWN)].find((each) => each.checkVisibility());
  const focus = (to) => {
    if (to.tabIndex < 0) to.tabIndex = -1;
    to.focus({ preventScroll: true });
  };
  const go = (to) => {
    focus(to);
    to.scrollIntoView({ block: "start" });
  };
  const name = (id, place) => {
    const before = document.getElementById(id);
    if (before !== place) before?.removeAttribute("id");
    if (place) place.id = id;
    document.querySelector(`#evitement [href="#${id}"]`).parentElement.hidden = !place;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || event.defaultPrevented) return;
    lead();
    const id = link.hash.slice(1), place = document.getElementById(id) ?? document.querySelector(`.st-key-${CSS.escape(id)}`);
    if (!place) return;
    event.preventDefault();
    event.stopPropagation();
    go(place);
  }, true);
  const lead = () => { name(CONTENT, title()); name(FIGURES, figure()); };

  // ---- Another page of the menu: the focus begins with its title, and the page with its top, the banner whole; who has
  // gone on before it stands still is left where they are.
  let isLed = false;
  const begin = () => {
    focus(title());
    for (let each = title(); each; each = each.parentElement) each.scrollTop = 0;
  };
  document.addEventListener("click", ({ target }) => { isLed ||= Boolean(target.closest?.(".st-key-menu a")); }, true);
  for (const act of ["pointerdown", "keydown"]) document.addEventListener(act, () => { isLed = false; }, true);

  // ---- A choice among several is entered at what is chosen, whichever way the keyboard comes from.
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    const choice = target.matches?.("[role=radio]:focus-visible") && target.closest("[role=radiogroup]");
    if (choice && !choice.contains(relatedTarget)) choice.querySelector("[role=radio][aria-checked=true]")?.focus();
  });

  // ---- A table of Markdown, which has no caption, is named by the heading above it. The relief: what has the keyboard
  // there says what it is.
  const RELIEF = "Carte en relief\u00a0: les flèches la déplacent, + et − l’approchent et l’éloignent";
  const describe = () => {
    for (const table of document.querySelectorAll("main .stMarkdown table:not([aria-label])")) {
      const above = [...document.querySelectorAll("main :is(h1, h2, h3, h4)")]
        .filter((each) => each.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
      if (above) table.setAttribute("aria-label", words(above));
    }
    for (const map of document.querySelectorAll(".deck-events-root:not([role])")) {
      map.setAttribute("role", "application");
      map.setAttribute("aria-label", RELIEF);
    }
  };

  // ---- What is wrong with a field is said of it too (`data-champ` bears the labels of its fields, parted by bars).
  let wrong = [];
  const link = () => {
    for (const field of wrong) ["aria-invalid", "aria-describedby"].forEach((name) => field.removeAttribute(name));
    wrong = [];
    document.querySelectorAll("main [data-champ]").forEach((said, place) => {
      said.id = `faute-${place}`;
      for (const label of said.dataset.champ.split("|")) {
        const field = document.querySelector(`main input[aria-label="${CSS.escape(label)}"]`);
        if (!field) continue;
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), said.id].join(" ").trim());
        wrong.push(field);
      }
    });
  };

  // ---- What Streamlit does not say, or says wrongly: the headings of a table of a text; the names of icons; the help of a
  // switch, a button, in its label; that a view must be chosen, which always is.
  const head = () => {
    for (const table of document.querySelectorAll('[data-testid="stMarkdownContainer"] table:not([data-entetes])')) {
      table.dataset.entetes = "";
      for (const heading of table.querySelectorAll("thead th")) heading.scope = "col";
      for (const first of table.querySelectorAll("tbody td:first-child")) {
        const named = document.createElement("th");
        named.scope = "row";
        named.append(...first.childNodes);
        first.replaceWith(named);
      }
    }
    for (const icon of document.querySelectorAll('[data-testid="stIconMaterial"]')) {
      if (icon.textContent) icon.textContent = ""; // its English name is read where there are no style sheets
    }
    for (const help of document.querySelectorAll('label:has(input) span:has(> [data-testid="stTooltipIcon"])')) {
      help.closest("label").after(help); // a label is of one control
    }
    for (const views of document.querySelectorAll("[role=radiogroup][aria-required]")) views.removeAttribute("aria-required");
  };

  // ---- What a choice changed, once the foot of the page says that it is drawn.
  const page = () => location.pathname;
  const foot = () => document.querySelector(`footer.pied[data-page="${CSS.escape(page())}"]`)?.dataset.selection;
  let drawn, here = page(), waiting, since = 0;
  function hear() {
    if (title()?.id !== CONTENT) name(CONTENT, title());
    describe();
    head();
    drawn ??= foot(); // a choice may be made before the page stands still
    clearTimeout(waiting);
    since ||= Date.now();
    waiting = setTimeout(tell, Date.now() - since > LONGEST ? 0 : STILL);
  }
  const tell = () => {
    since = 0;
    const chosen = foot();
    if (chosen === undefined) return;
    lead();
    link();
    const isElsewhere = here !== page();
    if (isElsewhere && isLed && title()) begin();
    else if (!isElsewhere && drawn !== undefined && drawn !== chosen) region.textContent = `Page à jour\u00a0: ${changed()}`;
    if (isElsewhere) isLed = false;
    [drawn, here] = [chosen, page()];
  };
  const words = (element) => element.textContent.trim().replace(/\s+/g, " ");
  const changed = () => {
    const told = ["main :is(.stAlert, .avis, .compte)", `main ${FIGURE} :is(h2, h3, h4)`, "main caption", "main h2", "main h1"]
      .map((each) => document.querySelector(each)).find((each) => each?.textContent.trim());
    const said = told ? words(told) : document.title;
    return said.length > LONGEST_SAID ? `${said.slice(0, LONGEST_SAID).replace(/\s\S*$/, "")}…` : said;
  };

  // A key alone does nothing to a page: Streamlit would draw it again at R, wherever the focus is.
  const WRITES = "input, textarea, select, .reperes"; // the last have letters of their own: marques.js
  window.addEventListener("keydown", (event) => {
    const isAlone = !event.ctrlKey && !event.altKey && !event.metaKey && /^[a-z]$/i.test(event.key);
    if (isAlone && !event.target.closest?.(WRITES)) event.stopPropagation();
  }, true);
})();
