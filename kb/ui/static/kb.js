// What links and buttons inside our HTML do; without this script every link still works, by loading
// the page anew.
(() => {
  "use strict";

  // Told where the server is, Streamlit need not try the addresses below each screen first.
  const home = new URL("../", document.currentScript.src).href;
  window.__streamlit = { BACKEND_BASE_URL: home, MAIN_PAGE_BASE_URL: home };

  // Streamlit fetches its icon font (375 KB) before any icon is shown; when one is, the browser does.
  const load = document.fonts.load.bind(document.fonts);
  document.fonts.load = (font, text) =>
    font.includes("Material Symbols") ? Promise.resolve([]) : load(font, text);

  // Streamlit reads the address again on "popstate": so an ordinary link becomes a rerun in place,
  // and its address one entry of the history.
  const go = (href, { how = "replace", drawer = true, top = false } = {}) => {
    if (how === "push") shelf = "";
    const opened = how === "push" ? drawer : drawer && history.state?.opened;
    const entry = { drawer: drawer || undefined, opened: opened || undefined };
    const url = new URL(href, location);
    // a list of kept passages that somebody sent stays in the address while one of them is read
    if (drawer || how === "replace") url.hash = location.hash;
    history[`${how}State`](entry, "", url);
    window.dispatchEvent(new PopStateEvent("popstate", { state: entry }));
    if (top) scrollToTop();
  };

  const follow = (link) => go(link.href, {
    how: link.dataset.go, drawer: link.hasAttribute("data-drawer"), top: link.hasAttribute("data-top"),
  });

  const scrollToTop = () => document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);

  // A new question starts at its first page of results, with all synonyms; Streamlit adds the
  // question itself.
  document.addEventListener("input", (event) => {
    const url = new URL(location);
    const outdated = ["seite", "ohne"].filter((name) => url.searchParams.has(name));
    if (!event.target.closest(".st-key-q") || !outdated.length) return;
    for (const name of outdated) url.searchParams.delete(name);
    history.replaceState({}, "", url);
  }, true);

  const copy = async (button, text) => {
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    button.textContent = button.dataset.done;
    say(button.dataset.done);
    setTimeout(() => { button.textContent = label; }, 1800);
  };

  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    const link = event.target.closest?.("a[data-go]");
    if (link && plain) {
      event.preventDefault();
      follow(link);
      return;
    }
    const button = event.target.closest?.("[data-copy], [data-copy-link]");
    if (button?.hasAttribute("data-copy")) copy(button, button.dataset.copy);
    else if (button) copy(button, new URL(button.dataset.copyLink, home).href);
  });

  // Closing a drawer that a link of ours opened is one step back, so that "back" afterwards does not
  // open it again; one that was opened by a link from elsewhere just goes from the address.
  const isOpen = () => document.querySelector("[role=dialog] .kb-reading");
  const isEnlarged = () => document.querySelector("dialog.kb-large[open]");
  const stepBack = (event) => {
    if (isEnlarged()) return; // enlarging.js answers first
    const reading = isOpen();
    if (!reading) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (history.state?.opened) history.back();
    else go(reading.dataset.shut, { drawer: false });
  };
  window.addEventListener("click", (event) => {
    const button = event.target.closest?.("[role=dialog] button");
    if (button && !button.closest(".kb")) stepBack(event);
  }, true);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stepBack(event);
    if (isEnlarged()) return;
    const typing = event.target.closest?.("input, textarea, [contenteditable], [data-zoom]");
    if (typing || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "/" && !isOpen()) {
      event.preventDefault();
      document.querySelector("input[type=search], [data-testid=stTextInput] input")?.focus();
    }
    document.querySelector(`[role=dialog] [data-key="${event.key}"]`)?.click();
  }, true);

  // Screen readers hear a change only in an element that stays; Streamlit replaces ours.
  let voice = null;
  let said = "";
  const say = (text) => {
    if (!voice) {
      voice = document.createElement("div");
      voice.className = "kb kb-hidden";
      voice.setAttribute("role", "status");
      document.body.append(voice);
    }
    voice.textContent = text;
  };

  document.addEventListener("error", (event) => {
    const image = event.target;
    if (image.dataset?.missing === undefined) return;
    if (!image.dataset.missing) return image.remove();
    const notice = document.createElement("p");
    notice.textContent = image.dataset.missing;
    image.replaceWith(notice);
  }, true);

  // A link to a publication of the library leads to it, not to the top of the shelf; opening another
  // one there moves nothing.
  let shelf = "";
  const showShelf = () => {
    const open = document.querySelector("[data-shelf]");
    if (!open || shelf) return;
    shelf = open.id;
    open.scrollIntoView({ block: "start", behavior: "instant" });
  };

  const settle = () => {
    showShelf();
    // what was just done is told where people look, however long the screen is
    const told = document.querySelector(".kb-said:not([data-seen])");
    if (told) {
      told.dataset.seen = "";
      told.scrollIntoView({ block: "nearest" });
    }
    const news = [...document.querySelectorAll("[data-announce]")].map((e) => e.textContent).join(". ");
    if (news !== said) {
      said = news;
      say(news);
    }
  };
  new MutationObserver(settle).observe(document.documentElement, { subtree: true, childList: true });

  window.kb = { home, go, say, copy };
})();
