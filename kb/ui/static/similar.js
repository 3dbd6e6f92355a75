// Pages that speak of the same: fetched when the page read stands, or for a passage that was marked.
(() => {
  "use strict";

  const LEAST = 25; // characters; less says too little
  const MOST = 2000;
  let filled = null; // the section whose list was asked for
  let marked = "";

  const section = () => document.querySelector("[role=dialog] [data-similar]");
  const button = () => document.querySelector("[role=dialog] [data-similar-to]");

  // What was marked goes in the body: addresses end up in logs.
  const fetched = async (body) => {
    const url = new URL(`aehnlich${location.search}`, window.kb.home);
    try {
      const response = await fetch(url, body ? { method: "POST", body } : {});
      return response.ok ? (await response.json()).html : "";
    } catch {
      return ""; // the page itself is there: that is enough
    }
  };

  // The markup is the server's, from its templates.
  const fill = async (element, body) => {
    const html = await fetched(body);
    if (!element.isConnected || !html) return;
    element.innerHTML = html;
    element.hidden = false;
  };

  const settle = () => {
    const element = section();
    if (element === filled) return;
    filled = element;
    if (element) fill(element);
  };
  new MutationObserver(settle).observe(document.documentElement, { subtree: true, childList: true });

  // -- a passage marked by the reader: only where similar pages can be found at all ------------

  document.addEventListener("selectionchange", () => {
    const offer = button();
    if (!offer || section()?.hidden) return;
    const selection = getSelection();
    const inside = selection.anchorNode?.parentElement?.closest("[role=dialog] .kb-passage");
    marked = inside ? selection.toString().trim().slice(0, MOST) : "";
    offer.hidden = marked.length < LEAST;
  });

  // pressing must not take the marking away before it is read
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest?.("[data-similar-to]")) event.preventDefault();
  });

  document.addEventListener("click", async (event) => {
    const offer = event.target.closest?.("[data-similar-to]");
    if (!offer || !marked) return;
    const list = section();
    await fill(list, marked);
    offer.hidden = true;
    list.scrollIntoView({ block: "nearest" });
    list.querySelector("h3")?.focus({ preventScroll: true });
    window.kb.say(list.querySelector("h3")?.textContent ?? "");
  });
})();
