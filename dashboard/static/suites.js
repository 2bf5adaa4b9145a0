// A long list is drawn by parts (`showing/parts.py`): a way to another part, or what is sought in the list, goes into the
// address, and Streamlit draws what it says, as it does when the reader goes back. Nothing else of the page moves.
(() => {
  "use strict";
  const WAY = "a[data-suite]", LIST = ".parties";
  const addressOf = (suite) => {
    const address = new URL(location.href);
    address.searchParams.set("suite", suite);
    return address.href;
  };
  // An address that is copied, or opened in another tab, is whole.
  const complete = ({ target }) => {
    const way = target.closest?.(WAY);
    if (way) way.href = addressOf(way.dataset.suite);
  };
  document.addEventListener("pointerdown", complete, true);
  document.addEventListener("focusin", complete, true);

  // What said which rows these are is gone once the others are there: who moves by keyboard goes on from its place.
  let goingOn;
  const go = (suite, list) => {
    const key = list.dataset.liste, told = list.querySelector(".partie");
    history.pushState(null, "", addressOf(suite));
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
    goingOn?.disconnect();
    goingOn = new MutationObserver(() => {
      const now = document.querySelector(`${LIST}[data-liste="${key}"] .partie`);
      if (!now || now === told) return;
      goingOn.disconnect();
      now.focus();
    });
    goingOn.observe(document.body, { childList: true, subtree: true });
  };

  document.addEventListener("click", (event) => {
    const way = event.target.closest?.(WAY);
    if (!way || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    go(way.dataset.suite, way.closest(LIST));
  }, true);
  document.addEventListener("submit", (event) => {
    const list = event.target.closest?.(LIST);
    if (!list) return;
    event.preventDefault();
    const words = event.target.querySelector("input").value.trim();
    go(`${list.dataset.liste}.1${words ? `.${words}` : ""}`, list);
  }, true);
})();
