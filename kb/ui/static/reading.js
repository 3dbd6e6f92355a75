// The drawer in which a page is read: where the focus goes, what stays open, zoom, search inside.
(() => {
  "use strict";

  const SIZES = [100, 150, 200, 300]; // percent of the drawer's width
  let shown = null; // the content that lies open
  let opener = ""; // the address of the link that opened it
  let returning = ""; // after closing, the link that the focus goes back to
  let control = null; // what was pressed last inside, {same, top}; kept, as drawing may take two steps
  const stays = new Map(); // details that people opened or shut

  const content = () => document.querySelector("[role=dialog] .kb-reading");

  const scroller = (element) => {
    for (let above = element; above; above = above.parentElement) {
      if (above.scrollHeight > above.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(above).overflowY)) return above;
    }
    return null;
  };

  // After another page was opened the focus is where it was: on "next", at the same height.
  const opened = (reading, wasOpen) => {
    const same = control && reading.querySelector(`[data-same="${control.same}"]`);
    reading.querySelectorAll("details[data-stay]").forEach((details) => {
      if (stays.has(details.dataset.stay)) details.open = stays.get(details.dataset.stay);
    });
    if (same) {
      same.focus({ preventScroll: true });
      scroller(reading)?.scrollBy({ top: same.getBoundingClientRect().top - control.top, behavior: "instant" });
      return;
    }
    if (wasOpen) scroller(reading)?.scrollTo({ top: 0, behavior: "instant" });
    reading.querySelector("[data-start]")?.focus({ preventScroll: true });
  };

  const shut = () => {
    stays.clear();
    control = null;
    returning = opener;
    opener = "";
    setTimeout(giveBack, 0);
  };

  // Back to the card; again if the list is drawn anew, until people do something themselves. On a
  // slow device what lies behind the drawer takes no focus until a moment after it has shut.
  const giveBack = (tries = 40) => {
    if (!returning || document.activeElement !== document.body) return;
    const links = [...document.querySelectorAll("a[data-drawer]")];
    const link = links.find((one) => one.getAttribute("href") === returning);
    link?.focus({ preventScroll: true });
    if (link && document.activeElement !== link && tries) setTimeout(giveBack, 100, tries - 1);
  };
  for (const deed of ["keydown", "pointerdown"]) {
    window.addEventListener(deed, () => { returning = ""; }, true);
  }

  const settle = () => {
    const reading = content();
    if (returning) setTimeout(giveBack, 0); // Streamlit puts the focus somewhere first
    if (reading === shown) return;
    const wasOpen = shown !== null;
    shown = reading;
    if (reading) opened(reading, wasOpen);
    else if (opener) shut();
  };
  new MutationObserver(settle).observe(document.documentElement, { subtree: true, childList: true });

  // -- what people press ---------------------------------------------------------------------

  const zoom = (button) => {
    const frame = button.closest(".kb-original").querySelector(".kb-frame");
    const image = frame.querySelector("img");
    if (!image) return;
    const now = SIZES.indexOf(Number(frame.dataset.zoom || 100));
    const size = SIZES[Math.min(Math.max(now + Number(button.dataset.zoom), 0), SIZES.length - 1)];
    frame.dataset.zoom = size;
    image.style.width = `${size}%`;
    image.sizes = size > 100 ? "1600px" : "(max-width: 640px) 92vw, 720px";
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("a[data-drawer], [data-zoom], [data-print]");
    if (!target) return;
    if (target.matches("button[data-zoom]")) zoom(target);
    if (target.matches("[data-print]")) window.print();
    if (!target.matches("a[data-drawer]")) return;
    if (!content()) opener = target.getAttribute("href");
    const { same } = target.dataset;
    control = same ? { same, top: target.getBoundingClientRect().top } : null;
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("[data-inside]");
    if (!form) return;
    event.preventDefault();
    const input = form.querySelector("input");
    const asked = input.value.trim();
    control = { same: input.dataset.same, top: input.getBoundingClientRect().top };
    const name = encodeURIComponent(input.name);
    window.kb.go(form.dataset.inside + (asked ? `&${name}=${encodeURIComponent(asked)}` : ""));
  });

  // pressed by people, not by us: `toggle` alone cannot tell the two apart
  document.addEventListener("click", (event) => {
    const details = event.target.closest?.("details[data-stay] > summary")?.parentElement;
    if (details) stays.set(details.dataset.stay, !details.open);
  });

  // -- on paper -----------------------------------------------------------------------------

  window.addEventListener("beforeprint", () => {
    const today = new Date().toLocaleDateString(document.documentElement.lang);
    for (const element of document.querySelectorAll("[data-today]")) element.textContent = today;
    for (const element of document.querySelectorAll("[data-absolute]")) {
      element.textContent = new URL(element.dataset.absolute, window.kb.home).href;
    }
  });
})();
