// Collections: every change is sent at once and answered with the pieces as they are now, so two
// windows, or two people, see each other's work and overwrite nothing.
(() => {
  "use strict";

  const root = () => document.querySelector("[data-collection]");
  const dialog = () => document.querySelector("[data-collecting]");
  const token = () => (root() ?? document.querySelector("[data-token]")).dataset.token;

  const tell = (text, way) => {
    if (!text) return;
    const notice = document.createElement("p");
    notice.className = "kb kb-toast";
    notice.textContent = text;
    if (way) {
      const link = Object.assign(document.createElement("a"), way);
      Object.assign(link.dataset, { go: "push", top: "" });
      notice.append(" ", link);
    }
    (document.querySelector("dialog[open]") ?? document.body).append(notice);
    window.kb.say(text);
    setTimeout(() => notice.remove(), 5000);
  };

  // -- sending: one change after the other, in the order in which they were made ---------------

  let queue = Promise.resolve();

  const send = (fields, trouble) => {
    const body = new URLSearchParams({ s: root()?.dataset.collection ?? "", token: token(), ...fields });
    queue = queue.then(() => sent("POST", body, trouble));
    return queue;
  };

  const sent = async (method, body, trouble) => {
    try {
      const answer = await fetch(new URL("sammlung", window.kb.home), { method, body });
      if (!answer.ok) {
        const sentence = await answer.text();
        tell(sentence.length < 300 ? sentence : document.querySelector("[data-trouble]").dataset.trouble);
        return null;
      }
      return await answer.json();
    } catch {
      tell(trouble ?? document.querySelector("[data-trouble]").dataset.trouble);
      return null;
    }
  };

  const change = async (fields, focus, trouble) => {
    const answer = await send(fields, trouble);
    if (!answer) return false;
    tell(answer.said);
    if (answer.go) window.kb.go(answer.go, { how: "push", drawer: false, top: true });
    else if (answer.html) show(answer.html, focus);
    return true;
  };

  // -- the pieces --------------------------------------------------------------------------------

  const pieceOf = (element) => element.closest("[data-piece]");
  const fieldOf = (place, piece) => place.querySelector(`[data-piece="${piece}"] [data-write]`);

  // the text somebody is at, into the pieces as they are now; if somebody else wrote there, the
  // version that was read stays with it, so that the server keeps both
  const carry = (field, place) => {
    const from = pieceOf(field);
    const to = fieldOf(place, from.dataset.piece);
    if (!to) return;
    if (to.defaultValue !== field.defaultValue) pieceOf(to).dataset.version = from.dataset.version;
    to.value = field.value;
  };

  const show = (html, focus) => {
    const place = root()?.querySelector("[data-pieces]");
    if (!place) return;
    // what is being written, or could not be sent yet, stays, whatever came from elsewhere meanwhile
    const writing = [...place.querySelectorAll("[data-write]")].filter(
      (field) => field === document.activeElement || field.value !== field.defaultValue);
    const opened = [...place.querySelectorAll("[data-keeps][open]")].map((e) => e.dataset.keeps);
    const before = new Set([...place.querySelectorAll("[data-piece]")].map((e) => e.dataset.piece));
    const focused = document.activeElement;
    const caret = focused?.selectionStart;
    const drawn = document.createElement("template");
    drawn.innerHTML = html;
    for (const field of writing) carry(field, drawn.content);
    for (const one of opened) {
      drawn.content.querySelector(`[data-keeps="${one}"]`)?.setAttribute("open", "");
    }
    const same = writing.includes(focused) ? fieldOf(drawn.content, pieceOf(focused).dataset.piece) : null;
    place.replaceChildren(drawn.content);
    if (same) {
      same.focus({ preventScroll: true });
      same.setSelectionRange?.(caret, caret);
    }
    settle();
    const fresh = [...place.querySelectorAll("[data-piece]")].find((e) => !before.has(e.dataset.piece));
    if (focus === "new") fresh?.querySelector("[data-write]")?.focus();
    else if (focus) place.querySelector(focus)?.focus({ preventScroll: true });
  };

  const refresh = async () => {
    const number = root()?.dataset.collection;
    if (!number) return;
    try {
      const answer = await fetch(new URL(`sammlung/${number}`, window.kb.home));
      if (answer.ok) show((await answer.json()).html);
    } catch { /* shown at the next change */ }
  };
  window.addEventListener("focus", refresh);

  const unsent = () => [...(root()?.querySelectorAll("[data-write]") ?? [])].filter(
    (field) => field.value !== field.defaultValue);

  const write = async (field) => {
    const piece = pieceOf(field);
    const [before, text] = [field.defaultValue, field.value];
    if (!piece || text === before) return;
    const fields = { do: "write", piece: piece.dataset.piece, version: piece.dataset.version, text };
    field.defaultValue = text;
    if (await change(fields, null, root().dataset.unsent)) return;
    const now = fieldOf(root() ?? document, piece.dataset.piece);
    if (now && now.defaultValue === text) now.defaultValue = before; // it is tried again
  };
  window.addEventListener("online", () => unsent().forEach(write));
  window.addEventListener("beforeunload", (event) => {
    if (unsent().length) event.preventDefault();
  });

  const moved = (piece, to) => {
    const others = [...piece.parentElement.children].filter((e) => e.dataset.piece);
    const at = others.indexOf(piece);
    const after = to === "up" ? others[at - 2] : others[at + 1];
    if ((to === "up" && at === 0) || (to === "down" && !after)) return;
    const back = `[data-piece="${piece.dataset.piece}"] [data-to="${to}"]`;
    change({ do: "move", piece: piece.dataset.piece, after: after?.dataset.piece ?? "" }, back);
  };

  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem("kb-merkliste") ?? "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  };

  const doings = {
    add: (button) => change({ do: "add", kind: button.dataset.kind, after: button.dataset.after }, "new"),
    move: (button) => moved(pieceOf(button), button.dataset.to),
    remove: (button) => change({ do: "remove", piece: pieceOf(button).dataset.piece }),
    edge: (button) => change(
      { do: "edge", piece: pieceOf(button).dataset.piece, edge: button.dataset.edge },
      `[data-piece="${pieceOf(button).dataset.piece}"] [data-edge="${button.dataset.edge}"]`),
    renew: (button) => change({ do: "renew", piece: pieceOf(button).dataset.piece }),
    undo: () => change({ do: "undo" }),
    unshare: (button) => change({ do: "unshare", who: button.dataset.who }),
    leave: () => change({ do: "leave" }),
    duplicate: (button) => change({ do: "duplicate", called: button.dataset.called }),
    archive: (button) => change({ do: "archive", archived: button.dataset.archived }),
    delete: (button) => { if (confirm(button.dataset.sure)) change({ do: "delete" }); },
    from_kept: () => change({
      do: "from_kept",
      places: kept().map(({ key, at }) => `${key}@${at}`).join(" "),
      notes: kept().map(({ note }) => note).join("\x1f"),
    }),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".kb-collection [data-do]");
    if (button && button.tagName === "BUTTON") doings[button.dataset.do]?.(button);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("[data-do]");
    if (!form) return;
    event.preventDefault();
    change({ do: form.dataset.do, ...Object.fromEntries(new FormData(form)) });
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-write]")) write(field);
    if (field.matches("[data-auto]")) field.form.requestSubmit();
    if (field.matches("[data-show]")) {
      change({ do: "show", piece: pieceOf(field).dataset.piece, picture: field.checked ? "1" : "" });
    }
  });
  // what stands in a field is sent when somebody pauses, not only when they leave it
  let pause = null;
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-write]")) return;
    clearTimeout(pause);
    pause = setTimeout(() => write(event.target), 1500);
  });
  document.addEventListener("visibilitychange", () => {
    const field = document.activeElement;
    if (document.hidden && field?.matches?.("[data-write]")) write(field);
  });

  // -- dragging ------------------------------------------------------------------------------------

  const EDGE = 90; // pixels from the top or the bottom of the window within which it scrolls
  let dragged = null;
  let pointer = null;
  let stoodBehind = null;

  const behind = (piece) => piece.previousElementSibling?.dataset.piece ?? "";
  const put = () => {
    const over = document.elementFromPoint(pointer.clientX, pointer.clientY)?.closest("[data-piece]");
    if (!over || over === dragged || over.parentElement !== dragged.parentElement) return;
    const box = over.getBoundingClientRect();
    over[pointer.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  };
  const scrolled = () => {
    if (!dragged) return;
    const step = pointer.clientY < EDGE ? -12 : pointer.clientY > innerHeight - EDGE ? 12 : 0;
    if (step) {
      const box = document.querySelector("[data-testid=stMain]") ?? document.scrollingElement;
      box.scrollTop += step;
      put();
    }
    requestAnimationFrame(scrolled);
  };

  document.addEventListener("pointerdown", (event) => {
    const piece = event.target.closest?.("[data-grip]") && pieceOf(event.target);
    if (!piece) return;
    event.preventDefault();
    [dragged, pointer, stoodBehind] = [piece, event, behind(piece)];
    piece.classList.add("kb-dragged");
    piece.closest("[data-pieces]").classList.add("kb-dragging");
    piece.scrollIntoView({ block: "center" }); // the others have just become shorter
    scrolled();
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    pointer = event;
    put();
  });
  const dropped = () => {
    if (!dragged) return;
    const piece = dragged;
    dragged = null;
    piece.classList.remove("kb-dragged");
    piece.closest("[data-pieces]")?.classList.remove("kb-dragging");
    piece.scrollIntoView({ block: "nearest" });
    if (behind(piece) === stoodBehind) return;
    change({ do: "move", piece: piece.dataset.piece, after: behind(piece) });
  };
  document.addEventListener("pointerup", dropped);
  document.addEventListener("pointercancel", dropped);

  // -- keeping from search and reading -------------------------------------------------------------

  const LAST = "kb-sammlung";
  let place = null; // {key, at, text}

  const open = async (button) => {
    const box = dialog();
    const marked = String(getSelection()).trim();
    const inPassage = getSelection().anchorNode?.parentElement?.closest("[data-passage], .kb-passage");
    place = { key: button.dataset.collect, at: button.dataset.at, text: inPassage ? marked : "" };
    const where = box.querySelector("[name=s]");
    if (!(await offer(where))) return;
    box.querySelector("[data-place]").textContent = button.dataset.place;
    box.querySelector("[data-marked]").hidden = !place.text;
    box.querySelector(`[value=${place.text ? "marked" : "passage"}]`).checked = true;
    box.querySelector("[name=last]").value = "";
    title();
    box.showModal();
  };

  // the collections as they are now; without an answer the dialog stays shut, and a notice says why
  const offer = async (where) => {
    const answer = await sent("GET");
    if (!answer) return false;
    where.replaceChildren(...answer.collections.map((one) => new Option(one.title, one.id)), where.options[where.options.length - 1]);
    const last = localStorage.getItem(LAST);
    where.value = answer.collections.some((one) => one.id === last) ? last : (answer.collections[0]?.id ?? "");
    return true;
  };

  const title = () => {
    const box = dialog();
    const isNew = !box.querySelector("[name=s]").value;
    box.querySelector("[data-new-title]").hidden = !isNew;
    box.querySelector("[name=called]").required = isNew;
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-collecting] [name=s]")) title();
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-collecting] [name=last]")) dialog().querySelector("[value=pages]").checked = true;
  });
  // pressing must not take the marking away before it is read
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest?.("[data-collect]")) event.preventDefault();
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-collect]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-collect]");
    if (button) open(button);
    if (event.target.closest?.("[data-shut-dialog]")) dialog().close();
  });
  document.addEventListener("submit", async (event) => {
    if (!event.target.closest?.("[data-collecting]")) return;
    event.preventDefault();
    const box = dialog();
    const fields = Object.fromEntries(new FormData(event.target));
    const answer = await send({ do: "keep", ...fields, ...place });
    if (!answer) return;
    box.close();
    const href = `sammlungen?p=${answer.collection}`;
    tell(answer.said, answer.collection && { href, textContent: box.dataset.seeIt });
    if (answer.collection) localStorage.setItem(LAST, answer.collection);
  });

  // whoever may collect finds the button beside every button that keeps for oneself
  const settle = () => {
    const box = dialog();
    for (const keep of box ? document.querySelectorAll("[data-keep]:not([data-beside])") : []) {
      keep.dataset.beside = "yes";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "kb-button kb-keep";
      button.textContent = box.dataset.offer;
      button.dataset.collect = keep.dataset.keep;
      button.dataset.at = keep.dataset.at;
      button.dataset.place = keep.closest("article, .kb-reading")?.querySelector("h2, h3")?.textContent ?? "";
      keep.after(button);
    }
    for (const button of document.querySelectorAll("[data-needs-kept]")) {
      const none = kept().length === 0;
      if (button.hidden !== none) button.hidden = none;
    }
  };
  new MutationObserver(settle).observe(document.documentElement, { subtree: true, childList: true });
})();
