// The buttons « Copier »: what stands beside one goes to the clipboard, or is selected where a browser refuses that.
(() => {
  "use strict";
  const DONE = "Copié", SELECTED = "Sélectionné\u00a0: Ctrl + C", READING = 2500; // milliseconds

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".a-copier button");
    if (!button) return;
    const words = button.textContent, source = button.parentElement.querySelector("pre");
    if (words !== DONE && words !== SELECTED) button.dataset.words = words;
    let told = DONE;
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      getSelection().selectAllChildren(source);
      told = SELECTED;
    }
    button.textContent = told;
    setTimeout(() => { button.textContent = button.dataset.words; }, READING);
  });
})();
