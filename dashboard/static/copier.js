// The buttons « Copier »: what stands beside one goes to the clipboard, or is selected where a browser refuses that.
(() => {
  "use strict";
  const DONE = "Copié", SELECTED = "Sélectionné\u00a0: Ctrl + C", READING = 2500; // milliseconds

  // What is seen of a button begins what is heard of it.
  const say = (button, words) => {
    const of = button.getAttribute("aria-label")?.match(/\s:.*/)?.[0];
    button.textContent = words;
    if (of) button.setAttribute("aria-label", words + of);
  };

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
    say(button, told);
    document.getElementById("annonce").textContent = told;
    setTimeout(() => say(button, button.dataset.words), READING);
  });
})();
