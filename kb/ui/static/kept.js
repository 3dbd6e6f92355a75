// The passages people keep, in this browser only: written when they press a button, never before.
// What lies in the store or comes in a link is checked as if a stranger had written it.
(() => {
  "use strict";

  const NAME = "kb-merkliste";
  const MOST = 100;
  const LONGEST_NOTE = 2000;
  const NEAR = 400; // characters
  const KEY = /^[a-z0-9][a-z0-9-]{0,79}\.[a-z0-9][a-z0-9-]{0,39}\.[0-9]{1,5}[ab]?$/;

  // -- the list: [{key, at, note}], of a page as many passages as people keep ----------------

  const cleaned = (items) => {
    const kept = new Map();
    for (const { key, at, note } of items.filter((item) => item && typeof item === "object")) {
      if (typeof key !== "string" || !KEY.test(key) || kept.size >= MOST) continue;
      const place = Number.isInteger(at) && at >= 0 && at < 100000 ? at : 0;
      const item = { key, at: place, note: typeof note === "string" ? note.slice(0, LONGEST_NOTE) : "" };
      if (!kept.has(spelled(item))) kept.set(spelled(item), item);
    }
    return [...kept.values()];
  };

  const load = () => {
    try {
      const found = JSON.parse(localStorage.getItem(NAME) ?? "[]");
      return Array.isArray(found) ? cleaned(found) : [];
    } catch {
      return []; // not ours, or no store at all
    }
  };

  const store = (items) => {
    try {
      if (items.length) localStorage.setItem(NAME, JSON.stringify(items));
      else localStorage.removeItem(NAME);
    } catch {
      tell(link()?.dataset.notStored);
    }
    settle();
  };

  const spelled = ({ key, at }) => `${key}@${at}`;

  const shared = () => {
    if (!location.hash.startsWith("#l=")) return null;
    const items = location.hash.slice(3).split(",").map((place) => {
      const [key, at] = place.split("@");
      return { key, at: Number(at), note: "" };
    });
    const valid = cleaned(items);
    return valid.length ? valid : null;
  };

  // -- the button on every card --------------------------------------------------------------

  const link = () => document.querySelector("[data-kept-link]");

  // A card and the page it opens may begin the same passage some lines apart.
  const isAt = ({ key, at }, { dataset }) => key === dataset.keep && Math.abs(at - Number(dataset.at)) < NEAR;

  const toggle = (button) => {
    const { keep: key, at } = button.dataset;
    const items = load();
    const without = items.filter((item) => !isAt(item, button));
    const isNew = without.length === items.length;
    if (isNew && items.length >= MOST) {
      tell(link()?.dataset.full);
      return;
    }
    store(isNew ? cleaned([...items, { key, at: Number(at), note: "" }]) : without);
    window.kb.say(button.textContent.trim());
  };

  const show = (element, visible) => { if (element.hidden === visible) element.hidden = !visible; };

  const settle = () => {
    const items = load();
    for (const button of document.querySelectorAll("[data-keep]")) {
      const kept = items.some((item) => isAt(item, button));
      if (button.getAttribute("aria-pressed") !== String(kept)) button.setAttribute("aria-pressed", kept);
      show(button.querySelector("[data-on]"), kept);
      show(button.querySelector("[data-off]"), !kept);
    }
    const count = link()?.querySelector("[data-kept-count]");
    if (count && count.textContent !== String(items.length)) count.textContent = items.length;
    if (count) show(count, items.length > 0);
    const root = document.querySelector("[data-kept]");
    if (root && root !== drawn.root) draw(root);
    if (!root) drawn.root = null;
  };

  const tell = (text) => {
    if (!text) return;
    const notice = document.createElement("p");
    notice.className = "kb kb-toast";
    notice.textContent = text;
    document.body.append(notice);
    window.kb.say(text);
    setTimeout(() => notice.remove(), 5000);
  };

  // -- the screen ----------------------------------------------------------------------------

  const drawn = { root: null, turn: 0 };
  let before = null; // the list as it was before the last removal

  const draw = async (root) => {
    drawn.root = root;
    const turn = ++drawn.turn;
    const others = shared();
    const items = others ?? load();
    const cards = items.length ? await fetched(root, items) : [];
    if (turn !== drawn.turn) return;
    const list = root.querySelector("[data-items]");
    list.replaceChildren(...(cards ?? []).map((card) => line(card, items)));
    show(root.querySelector("[data-failed]"), cards === null);
    arrange(root, Boolean(others));
  };

  const fetched = async (root, items) => {
    const address = new URL(root.dataset.kept, window.kb.home);
    for (const item of items) address.searchParams.append("k", spelled(item));
    try {
      const answer = await fetch(address);
      return answer.ok ? (await answer.json()).cards : null;
    } catch {
      return null;
    }
  };

  // The markup is the server's, from its templates; the note is set as text.
  const line = ({ place, html }, items) => {
    const item = items.find((one) => spelled(one) === place);
    const element = document.createElement("li");
    element.dataset.item = place;
    element.innerHTML = html;
    const note = element.querySelector("[data-note]");
    if (note) note.value = item.note;
    printable(element, item.note);
    return element;
  };

  const printable = (element, note) => {
    const printed = element.querySelector("[data-note-printed]");
    if (printed) printed.textContent = note;
  };

  const arrange = (root, isShared = Boolean(shared())) => {
    const lines = [...root.querySelectorAll("[data-item]")];
    root.querySelectorAll("[data-own]").forEach((element) => show(element, !isShared));
    root.querySelectorAll("[data-shared]").forEach((element) => show(element, isShared));
    show(root.querySelector("[data-filled]"), lines.length > 0);
    show(root.querySelector("[data-empty]"), !lines.length && root.querySelector("[data-failed]").hidden);
    lines.forEach((element, number) => {
      const [up, down] = element.querySelectorAll("[data-move]");
      if (up) up.disabled = number === 0;
      if (down) down.disabled = number === lines.length - 1;
    });
  };

  const move = (root, element, button) => {
    const items = load();
    const from = items.findIndex((item) => spelled(item) === element.dataset.item);
    const to = from + Number(button.dataset.move);
    if (from < 0 || !items[to]) return;
    [items[from], items[to]] = [items[to], items[from]];
    store(items);
    if (to < from) element.previousElementSibling.before(element);
    else element.nextElementSibling.after(element);
    arrange(root);
    (button.disabled ? element.querySelector("[data-move]:not(:disabled)") : button).focus();
    element.scrollIntoView({ block: "nearest" });
    window.kb.say(button.dataset.moved.replace("{number}", to + 1).replace("{total}", items.length));
  };

  const remove = (root, keep, name) => {
    before = load();
    store(before.filter((item) => keep(spelled(item))));
    root.querySelectorAll("[data-item]").forEach((element) => {
      if (!keep(element.dataset.item)) element.remove();
    });
    arrange(root);
    const bar = root.querySelector("[data-undo]");
    show(bar.querySelector("[data-removed]"), name === "removed");
    show(bar.querySelector("[data-cleared]"), name === "cleared");
    show(bar, true);
    bar.querySelector("button").focus();
    window.kb.say(bar.querySelector("span:not([hidden])").textContent);
  };

  const undo = (root) => {
    const since = load().filter((item) => !before.some((old) => spelled(old) === spelled(item)));
    store(cleaned([...before, ...since]));
    show(root.querySelector("[data-undo]"), false);
    draw(root).then(() => root.querySelector("[data-item] a")?.focus());
  };

  const address = (items) => {
    const url = new URL("merkliste", window.kb.home);
    url.hash = `l=${items.map(spelled).join(",")}`;
    return url.href;
  };

  const takeOver = () => {
    store(cleaned([...load(), ...(shared() ?? [])]));
    window.kb.go("merkliste?", { how: "push", drawer: false });
    draw(drawn.root);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.matches("[data-keep]")) toggle(button);
    const root = button.closest("[data-kept]");
    if (!root) return;
    const element = button.closest("[data-item]");
    if (button.matches("[data-move]")) move(root, element, button);
    if (button.matches("[data-remove]")) remove(root, (place) => place !== element.dataset.item, "removed");
    if (button.matches("[data-clear]")) remove(root, () => false, "cleared");
    if (button.matches("[data-undo] button")) undo(root);
    if (button.matches("[data-share]")) window.kb.copy(button, address(shared() ?? load()));
    if (button.matches("[data-take-over]")) takeOver();
  });

  document.addEventListener("input", (event) => {
    const element = event.target.closest?.("[data-note]")?.closest("[data-item]");
    if (!element) return;
    const note = event.target.value.slice(0, LONGEST_NOTE);
    store(load().map((item) => (spelled(item) === element.dataset.item ? { ...item, note } : item)));
    printable(element, note);
  });

  // another tab, or another list in the address
  const again = () => { if (drawn.root?.isConnected) draw(drawn.root); };
  window.addEventListener("storage", (event) => {
    if (event.key !== NAME && event.key !== null) return;
    settle();
    if (!document.activeElement?.matches("[data-note]")) again();
  });
  window.addEventListener("hashchange", again);

  new MutationObserver(settle).observe(document.documentElement, { subtree: true, childList: true });
})();
