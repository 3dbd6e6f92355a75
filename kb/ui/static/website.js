// The search box for the association's own website: one script tag, no cookies, nothing kept.
//
// It asks only when somebody presses the button, and only the host that this file comes from. All it
// draws lies in a shadow root: the website's styles do not reach in and ours do not reach out, but
// font and colour are the website's own.
(() => {
  "use strict";
  const WORDS = PHRASES;
  const SHOWN = 5;
  const script = document.currentScript;
  const home = new URL(".", script.src).href;
  const language = (script.dataset.language || document.documentElement.lang || "de").slice(0, 2);
  const words = WORDS[language.toLowerCase()] ?? WORDS.de;

  const STYLE = `
    :host { display: block; font: inherit; color: inherit; line-height: 1.5; text-align: start; }
    * { box-sizing: border-box; font: inherit; }
    form { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; }
    label { flex: 1 0 100%; font-weight: 600; }
    input { flex: 1 1 12rem; min-width: 0; min-height: 2.75rem; padding: .4rem .75rem;
      color: #16242b; background: #fff; border: 1px solid #6b7d86; border-radius: .5rem; }
    button { min-height: 2.75rem; padding: .4rem 1.25rem; font-weight: 600; cursor: pointer;
      color: var(--kb-accent-ink, #fff); background: var(--kb-accent, #0b5c6b);
      border: 1px solid transparent; border-radius: .5rem; }
    a { color: inherit; text-underline-offset: .15em; }
    :is(a, input, button):focus-visible { outline: 3px solid var(--kb-accent, #0b5c6b); outline-offset: 2px; }
    p, ol { margin: .75rem 0 0; padding: 0; }
    p:empty, ol:empty { display: none; }
    ol { list-style: none; }
    li { padding: .75rem 0; border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
    li a { font-weight: 600; }
    li p { margin: .25rem 0 0; overflow-wrap: anywhere; }
    mark { color: #16242b; background: #ffe27a; }
  `;

  const filled = (sentence, values) =>
    sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const link = (query, key = "") => {
    const values = new URLSearchParams({ q: query });
    if (key) values.set("f", key);
    return `${home}?${values}`;
  };

  // no two alike: some people have the links of a page read out one after the other
  const heading = (hit) => {
    const page = hit.label
      ? filled(words.printed, hit)
      : filled(words.pdf_page, { page: hit.pdf_page });
    return `${hit.section.at(-1) ?? hit.title}, ${page}`;
  };

  const source = (hit) => [hit.title, ...(hit.current ? [] : [words.older])].join(" · ");

  // the server counts characters, strings here count halves of some of them
  const snippet = ({ text, marks }) => {
    const letters = Array.from(text);
    const pieces = [];
    let end = 0;
    for (const [from, to] of marks) {
      pieces.push(letters.slice(end, from).join(""), element("mark", {}, letters.slice(from, to).join("")));
      end = to;
    }
    return [...pieces, letters.slice(end).join("")];
  };

  const card = (query, hit) =>
    element("li", {},
      element("a", { href: link(query, hit.key) }, heading(hit)),
      element("p", {}, source(hit)),
      element("p", { lang: "de", dir: "auto" }, ...snippet(hit.snippet)));

  const counted = (total, shown) => {
    if (!total) return words.none;
    if (total === 1) return words.found_one;
    return filled(total > shown ? words.found_more : words.found_all, { total, shown });
  };

  const field = element("input", {
    id: "q", type: "search", name: "q", maxlength: "500", required: "", autocomplete: "off", dir: "auto",
  });
  const form = element("form", { action: home, method: "get" },
    element("label", { for: "q" }, words.label), field, element("button", {}, words.button));
  const said = element("p", { role: "status" });
  const list = element("ol");
  const onward = element("p");

  let asking = new AbortController();

  const ask = async (query) => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    said.textContent = words.busy;
    try {
      const sent = new URLSearchParams({ q: query, limit: SHOWN });
      const answer = await fetch(`${home}api/search?${sent}`, { signal, credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      show(query, await answer.json());
    } catch (error) {
      if (!signal.aborted) apologise(query);
    }
  };

  const show = (query, { total, hits }) => {
    list.replaceChildren(...hits.map((hit) => card(query, hit)));
    onward.replaceChildren(
      ...(total > hits.length ? [element("a", { href: link(query) }, words.onward)] : []));
    said.textContent = counted(total, hits.length);
  };

  const apologise = (query) => {
    list.replaceChildren();
    onward.replaceChildren(element("a", { href: link(query) }, words.away_link));
    said.textContent = words.away;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) ask(field.value.trim());
  });

  const box = element("div", { lang: words === WORDS.de ? "de" : language });
  const root = box.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet(); // allowed also where a website forbids inline styles
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];
  root.append(element("div", { role: "search" }, form, said, list, onward));
  script.after(box);
})();
