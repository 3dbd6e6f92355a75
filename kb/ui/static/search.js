// The search screen: filters as a panel or a sheet, suggestions by arrow keys, the keyboard's place.
(() => {
  "use strict";

  // Filters lie open beside the results where there is room, and are a sheet over them where not;
  // what the reader did with them stays when the results are drawn anew.
  const wide = matchMedia("(min-width: 60rem)");
  let isOpen = null;
  const whole = new Set(); // facets of which all values are shown
  let returning = null; // the name of the control that was pressed

  const filters = () => document.querySelector("details[data-wide]");
  const sheet = () => (wide.matches ? null : document.querySelector("details[data-wide][open]"));
  const shut = (details) => {
    details.open = false;
    details.querySelector("summary").focus();
  };

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("[data-wide]") && event.target.dataset.ready) isOpen = event.target.open;
  }, true);

  document.addEventListener("click", (event) => {
    const details = sheet();
    const outside = details && !event.target.closest?.("details[data-wide]");
    if (outside || (details && event.target.closest?.("[data-shut-filters]"))) {
      if (outside) {
        event.preventDefault();
        event.stopPropagation();
      }
      shut(details);
    }
    const all = event.target.closest?.("[data-all-values]");
    if (all) {
      const facet = all.closest("[data-facet]");
      whole.add(facet.dataset.facet);
      settle();
      facet.querySelector("[data-rare] a").focus(); // the button is gone
    }
    const control = event.target.closest?.("[data-return]");
    if (control) returning = control.dataset.return;
  }, true);

  // a finger beside the sheet shuts it and does nothing else: no focus before the click
  document.addEventListener("mousedown", (event) => {
    if (sheet() && !event.target.closest?.("details[data-wide]")) event.preventDefault();
  }, true);

  // what has the focus must be seen: leaving the sheet shuts it
  document.addEventListener("focusin", (event) => {
    const details = sheet();
    if (details && !details.contains(event.target)) details.open = false;
  });

  const suggestions = () => [...document.querySelectorAll(".kb-completions a")];
  document.addEventListener("keydown", (event) => {
    const details = sheet();
    if (event.key === "Escape" && details) shut(details);
    const inField = event.target.closest?.(".st-key-q input");
    const at = suggestions().indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (!inField && at < 0) || (inField && step < 0)) return;
    const next = inField ? suggestions()[0] : suggestions()[at + step];
    const field = document.querySelector(".st-key-q input");
    if (!next && step > 0) return;
    event.preventDefault();
    (next ?? field).focus();
  });

  const settle = () => {
    const details = filters();
    if (details && !details.dataset.ready) {
      details.open = wide.matches || isOpen === true;
      requestAnimationFrame(() => { details.dataset.ready = "yes"; });
    }
    for (const roomy of document.querySelectorAll("details[data-roomy]:not([data-ready])")) {
      roomy.open = wide.matches;
      roomy.dataset.ready = "yes";
    }
    for (const facet of document.querySelectorAll("[data-facet]:not([data-whole])")) {
      if (whole.has(facet.dataset.facet)) facet.dataset.whole = "yes";
    }
    if (returning === null || document.activeElement !== document.body) return;
    const control = document.querySelector(`[data-return="${CSS.escape(returning)}"]`);
    control?.focus({ preventScroll: true });
    if (control) returning = null;
  };
  new MutationObserver(settle).observe(document.documentElement, { subtree: true, childList: true });

  // pictures of pages are a comfort: not where every kilobyte counts
  const connection = navigator.connection;
  if (connection?.saveData || /2g|3g/.test(connection?.effectiveType ?? "")) {
    document.documentElement.classList.add("kb-sparing");
  }
})();
