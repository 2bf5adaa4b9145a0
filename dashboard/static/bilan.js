// A filled workbook is sent to be checked, and what is answered is shown below its field. Nothing else is sent.
(() => {
  "use strict";
  const NONE = "Aucun classeur choisi", WAITING = "Contrôle en cours…", LOST = "Le serveur ne répond pas : réessayez.";
  const part = (element) => element.closest?.(".bilan-controle");

  document.addEventListener("change", (event) => {
    const section = part(event.target), file = event.target.files?.[0];
    if (!section || event.target.type !== "file") return;
    section.querySelector(".bilan-nom").textContent = file ? file.name : NONE;
    section.querySelector("button").disabled = !file;
  });

  document.addEventListener("click", async (event) => {
    const section = part(event.target);
    if (!section || event.target.tagName !== "BUTTON" || event.target.type !== "button") return;
    const button = event.target, answer = section.querySelector(".bilan-reponse");
    const file = section.querySelector("input[type=file]").files[0];
    if (button.parentElement !== section || !file) return;
    if (file.size > Number(section.dataset.limite)) {
      answer.textContent = `Le fichier pèse ${Math.ceil(file.size / 1048576)} Mo : c'est trop. Retirez-en les images.`;
      return;
    }
    button.disabled = true;
    answer.textContent = WAITING;
    try {
      const told = await fetch(section.dataset.adresse, { method: "POST", body: file, headers: { Accept: "application/json" } });
      const content = await told.json();
      if (told.ok) answer.innerHTML = content.html;
      else answer.textContent = content.detail;
    } catch {
      answer.textContent = LOST;
    }
    button.disabled = false;
  });
})();
