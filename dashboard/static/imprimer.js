// What the style-sheet of print (atlas.css) cannot do by itself: open what is folded, say in words what the controls
// chose and under which address, and let charts take the width of the sheet whole. All is put back afterwards.
(() => {
  "use strict";
  const CONTROLS = ["stSelectbox", "stMultiSelect", "stButtonGroup", "stCheckbox", "stTextInput", "stSlider"];
  const LONG = /[^\s-]{25}/; // an address: the only word that a column may cut anywhere
  const MOST_WIDER = 1.3;
  const line = (id) => Object.assign(document.createElement("p"), { id });
  const above = line("imprime"), below = line("imprime-adresse");
  document.addEventListener("DOMContentLoaded", () => { document.body.prepend(above); document.body.append(below); });

  const texts = (control, of) => [...control.querySelectorAll(of)].map((found) => found.textContent.trim());
  const chosen = (control) => {
    const chips = texts(control, "[data-rac] [data-tag] > span[title]");
    const pressed = texts(control, 'button[data-selected="true"]');
    const fields = [...control.querySelectorAll("input")];
    const ticked = fields.filter((field) => field.type === "checkbox" && field.checked).map(() => "oui");
    const written = fields.filter((field) => field.type === "text" && field.value).map((field) => field.value);
    return [...chips, ...pressed, ...ticked, ...written].join(", ");
  };
  const said = () => {
    const controls = document.querySelectorAll(CONTROLS.map((name) => `[data-testid="${name}"]`).join());
    const told = [...controls].map((control) => {
      const label = control.querySelector('[data-testid="stWidgetLabel"]')?.textContent.trim();
      const words = chosen(control);
      return label && words ? `${label}\u00a0: ${words}` : "";
    });
    return [...new Set(told.filter(Boolean))].join(" · ");
  };
  const version = () => document.querySelector("footer.pied")?.textContent.match(/Version des données\s:\s(\S+)\./)?.[1];

  let undo = [];
  const set = (element, name, value) => {
    const before = element.getAttribute(name);
    element.setAttribute(name, value);
    undo.push(() => (before === null ? element.removeAttribute(name) : element.setAttribute(name, before)));
  };
  // A chart as wide as its longest name, which a sheet cuts where a screen lets it hang over.
  const fit = (frame) => {
    const { left, right, width, height } = frame.getBoundingClientRect();
    if (!width || !height) return;
    const names = [...frame.querySelectorAll("text")].map((name) => name.getBoundingClientRect()).filter((box) => box.width);
    const from = Math.min(left, ...names.map((box) => box.left)) - left;
    const whole = Math.min(Math.max(right, ...names.map((box) => box.right)) - left - from, MOST_WIDER * width);
    frame.style.setProperty("--rapport", whole / height);
    for (const layer of frame.querySelectorAll(":scope > svg.main-svg")) set(layer, "viewBox", `${from} 0 ${whole} ${height}`);
  };

  window.addEventListener("beforeprint", () => {
    const title = document.querySelector("main h1")?.textContent.trim();
    above.textContent = ["Atlas CTAI", title, said()].filter(Boolean).join(" · ");
    const held = version();
    below.textContent = `${decodeURI(location.href)}${held ? ` · données ${held}` : ""}`;
    for (const folded of document.querySelectorAll("main details:not([open], [name])")) set(folded, "open", "");
    for (const cell of document.querySelectorAll("main .tableau :is(th, td)")) {
      if (LONG.test(cell.textContent)) set(cell, "class", `${cell.className} sans-espace`);
    }
    for (const frame of document.querySelectorAll("main .svg-container")) fit(frame);
  });
  window.addEventListener("afterprint", () => { for (const back of undo.splice(0)) back(); });
})();
