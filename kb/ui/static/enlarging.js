// The picture of a page, as large as the screen and larger: opened by a tap, closed by "back".
(() => {
  "use strict";

  const WIDTHS = [390, 600, 800, 1100, 1600, 2200]; // CSS pixels
  const READABLE = 800; // of an A4 page its small print too

  const view = () => document.querySelector("dialog.kb-large[open]");
  const picture = () => view().querySelector("img");

  // What was in the middle stays there; `x` and `y` are shares of the picture.
  const resize = (width, { x, y } = middle()) => {
    const image = picture();
    const frame = image.parentElement;
    image.style.width = `${width}px`;
    frame.scrollLeft = x * width - frame.clientWidth / 2;
    frame.scrollTop = y * image.clientHeight - frame.clientHeight / 2;
  };

  const middle = () => {
    const image = picture();
    const frame = image.parentElement;
    return {
      x: (frame.scrollLeft + frame.clientWidth / 2) / image.clientWidth,
      y: (frame.scrollTop + frame.clientHeight / 2) / image.clientHeight,
    };
  };

  // Where a finger touched the small picture; by the keyboard it is the top.
  const touched = (event, small) => {
    const box = small.getBoundingClientRect();
    if (!event.detail) return { x: 0.5, y: 0 };
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };

  const step = (by) => {
    const now = picture().clientWidth;
    const next = by > 0 ? WIDTHS.find((width) => width > now + 1) : WIDTHS.findLast((width) => width < now - 1);
    if (next) resize(next);
  };

  const open = (dialog, small, event) => {
    const image = dialog.querySelector("img");
    const place = touched(event, small);
    dialog.showModal();
    if (image) {
      image.src = image.dataset.src;
      // until it is there, the small one in its place
      image.style.aspectRatio = `${small.clientWidth} / ${small.clientHeight}`;
      image.style.background = `url("${small.currentSrc}") 0 0 / 100% 100%`;
      resize(Math.max(READABLE, Math.min(innerWidth * 0.9, 1100)), place);
    }
    dialog.querySelector("div").focus({ preventScroll: true });
    history.pushState({ ...history.state, large: true }, "");
  };

  // One way out for all: the step back that opening was.
  const shut = () => history.back();

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-enlarge]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    const dialog = link?.closest(".kb-reading").querySelector("dialog.kb-large");
    const small = link?.querySelector("img");
    if (dialog && small && plain) {
      event.preventDefault();
      open(dialog, small, event);
    }
    const button = event.target.closest?.("dialog.kb-large button");
    if (button?.matches("[data-shrink]")) shut();
    else if (button) step(Number(button.dataset.resize));
  });

  document.addEventListener("cancel", (event) => { // Escape, or a phone's gesture
    if (!event.target.matches?.("dialog.kb-large")) return;
    event.preventDefault();
    shut();
  }, true);

  // Streamlit must not hear of keys and steps that concern this view alone.
  window.addEventListener("keydown", (event) => {
    if (!view()) return;
    if (event.key === "+" || event.key === "-") step(event.key === "+" ? 1 : -1);
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    shut();
  }, true);
  window.addEventListener("popstate", (event) => {
    const dialog = view();
    if (!dialog) return;
    event.stopImmediatePropagation();
    dialog.close();
    document.querySelector("[role=dialog] [data-enlarge]")?.focus({ preventScroll: true });
  }, true);
})();
