// Sending files: several at once, from a folder too, each until it is stored for good. What has been
// chosen is sent to its end even if the reader goes to another screen of the app meanwhile.
(() => {
  "use strict";

  const AT_ONCE = 2;
  const PAUSES = [1, 2, 4, 8, 15, 30, 30, 60, 60, 60]; // seconds before each new try
  const LONGEST_LIST = 3;

  const files = []; // {id, file, name, state, sent, sentence, tries}
  let skipped = [];
  let words = {};
  let megabytes = 0;
  let largest = 0;
  let signedOut = "";

  const zone = () => document.querySelector("[data-drop]");

  // -- choosing ---------------------------------------------------------------------------------

  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const add = (chosen) => {
    skipped = [];
    for (const file of chosen) {
      if (!/\.pdf$/i.test(file.name) && file.type !== "application/pdf") {
        skipped.push(file.name);
        continue;
      }
      const one = { id: newId(), file, name: file.name, state: "queued", sent: 0, tries: 0 };
      if (file.size > largest) one.state = "too_large";
      files.push(one);
    }
    draw();
    next();
  };

  const entriesOf = (reader) => new Promise((done) => reader.readEntries(done, () => done([])));
  const fileOf = (entry) => new Promise((done) => entry.file(done, () => done(null)));

  const within = async (entry) => {
    if (entry.isFile) return [await fileOf(entry)].filter(Boolean);
    const found = [];
    const reader = entry.createReader();
    // a reader gives a hundred entries at a time
    for (let some = await entriesOf(reader); some.length; some = await entriesOf(reader)) {
      for (const one of some) found.push(...await within(one));
    }
    // files that systems put into every folder are nobody's choice
    return found.filter((file) => !file.name.startsWith(".") && file.name !== "Thumbs.db");
  };

  const dropped = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return [...transfer.files];
    return (await Promise.all(entries.map(within))).flat();
  };

  // -- sending ----------------------------------------------------------------------------------

  const next = () => {
    const busy = files.filter((one) => one.state === "sending" || one.state === "checking").length;
    for (const one of files.filter((f) => f.state === "queued").slice(0, AT_ONCE - busy)) send(one);
  };

  const send = (one) => {
    const request = new XMLHttpRequest();
    const url = new URL(`eingang?id=${one.id}&name=${encodeURIComponent(one.name)}`, window.kb.home);
    one.state = "sending";
    one.request = request;
    request.upload.onprogress = (event) => {
      one.sent = event.total ? Math.floor((100 * event.loaded) / event.total) : 0;
      draw();
    };
    request.upload.onload = () => { if (one.state === "sending") { one.state = "checking"; draw(); } };
    request.onload = () => answered(one, request);
    request.onerror = () => failed(one);
    request.ontimeout = request.onerror;
    request.open("POST", url);
    request.setRequestHeader("X-Kb-Token", token);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(one.file);
    draw();
  };

  const answered = (one, request) => {
    if (request.status === 201) {
      one.state = "stored";
      refresh();
    } else if (request.status === 401 || request.status === 403) {
      one.state = "refused";
      one.sentence = signedOut;
    } else if (request.status === 413 || request.status === 507) {
      one.state = "refused";
      one.sentence = request.responseText;
    } else {
      return failed(one);
    }
    draw();
    next();
  };

  // The file may have changed or gone since it was chosen: that looks like a lost connection.
  const failed = async (one) => {
    try {
      await one.file.slice(0, 1).arrayBuffer();
    } catch {
      one.state = "unreadable";
      draw();
      return next();
    }
    const pause = PAUSES[one.tries];
    one.tries += 1;
    one.state = pause === undefined ? "lost" : "again";
    if (pause !== undefined) setTimeout(() => { if (one.state === "again") retry(one); }, 1000 * pause);
    draw();
    next();
  };

  const retry = (one) => {
    one.state = "queued";
    one.sent = 0;
    draw();
    next();
  };

  window.addEventListener("online", () => files.filter((one) => one.state === "again").forEach(retry));
  window.addEventListener("beforeunload", (event) => {
    if (files.some((one) => ["queued", "sending", "checking", "again"].includes(one.state))) {
      event.preventDefault();
    }
  });

  let token = "";
  let tokenOfScreen = "";
  // Whoever was signed out meanwhile signed in again in another window, and has a new token.
  const renew = async () => {
    const answer = await fetch(new URL("eingang", window.kb.home)).catch(() => null);
    if (answer?.ok) token = (await answer.json()).token;
  };
  let refreshing = 0;
  const refresh = () => {
    clearTimeout(refreshing);
    refreshing = setTimeout(() => { if (zone()) window.kb.go(location.href, { drawer: false }); }, 400);
  };

  // -- showing ----------------------------------------------------------------------------------

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const sentence = (one) => one.sentence
    ?? (words[one.state] ?? "").replace("{percent}", one.sent).replace("{megabytes}", megabytes);

  const row = (one) => {
    const line = element("li", ["lost", "refused", "too_large", "unreadable"].includes(one.state) ? "kb-problem" : "");
    const text = element("div", "kb-file");
    const name = element("p");
    name.append(element("b", "", one.name));
    text.append(name, element("p", "kb-state", sentence(one)));
    if (one.state === "sending") {
      const bar = element("progress");
      bar.max = 100;
      bar.value = one.sent;
      bar.setAttribute("aria-label", one.name);
      text.append(bar);
    }
    const ways = element("p", "kb-file-ways");
    if (["lost", "refused", "again"].includes(one.state)) ways.append(button("retry", one));
    if (one.state !== "checking") ways.append(button("cancel", one));
    line.append(text, ways);
    return line;
  };

  const button = (what, one) => {
    const made = element("button", what === "retry" ? "kb-button" : "kb-link", words[what]);
    made.type = "button";
    made.dataset.send = what;
    made.dataset.sendId = one.id;
    made.append(element("span", "kb-hidden", `: ${one.name}`));
    return made;
  };

  let drawn = "";
  const draw = () => {
    const place = document.querySelector("[data-sending]");
    if (!place) return;
    const shown = files.filter((one) => one.state !== "stored");
    const now = JSON.stringify([shown.map((one) => [one.id, one.state, one.sent, one.sentence]), skipped]);
    if (now === drawn && place.childElementCount === (shown.length ? 2 : 0) + (skipped.length ? 1 : 0)) return;
    drawn = now;
    const focused = document.activeElement?.dataset?.sendId;
    place.hidden = !shown.length && !skipped.length;
    place.replaceChildren();
    if (skipped.length) place.append(element("p", "kb-muted", left(skipped)));
    if (shown.length) {
      const list = element("ul", "kb-files");
      list.append(...shown.map(row));
      place.append(element("h2", "", words.title), list);
    }
    if (focused) place.querySelector(`[data-send-id="${focused}"]`)?.focus();
  };

  const left = (names) => {
    const more = names.length - LONGEST_LIST;
    const listed = names.slice(0, LONGEST_LIST).join(", ");
    const rest = more > 0 ? ` ${words.and_more.replace("{count}", more)}` : "";
    return words.skipped.replace("{names}", listed + rest);
  };

  // -- the screen ---------------------------------------------------------------------------------

  document.addEventListener("change", (event) => {
    const input = event.target.closest?.("[data-drop] input[type=file]");
    if (!input) return;
    add([...input.files]);
    input.value = ""; // so that the same file can be chosen again
  });

  document.addEventListener("click", async (event) => {
    const sending = event.target.closest?.("[data-send]");
    const job = event.target.closest?.("[data-job-change]");
    if (sending) {
      const at = files.findIndex((one) => one.id === sending.dataset.sendId);
      if (at < 0) return;
      if (sending.dataset.send === "retry") {
        if (files[at].state === "refused") await renew();
        return retry(Object.assign(files[at], { tries: 0, sentence: undefined }));
      }
      files[at].request?.abort();
      files.splice(at, 1);
      draw();
      next();
    } else if (job) {
      job.disabled = true;
      await fetch(new URL(`eingang/${job.dataset.jobId}`, window.kb.home), {
        method: job.dataset.jobChange, headers: { "X-Kb-Token": token },
      });
      refresh();
    }
  });

  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, async (event) => {
      const here = zone();
      if (!here || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault(); // beside the field, the browser would open the file instead
      here.toggleAttribute("data-over", name === "dragover");
      if (name === "drop") add(await dropped(event.dataTransfer));
    });
  }

  // While files are being worked on the list is drawn anew every second: whoever stands on a button
  // of it with the keyboard stays there.
  let stood = "";
  document.addEventListener("focusin", (event) => {
    const line = event.target.closest?.("[data-job]");
    const at = line ? [...line.querySelectorAll("a, button")].indexOf(event.target) : -1;
    stood = at < 0 ? "" : `${line.dataset.job} ${at}`;
  });
  const stand = () => {
    if (!stood || document.activeElement !== document.body) return;
    const [job, at] = stood.split(" ");
    document.querySelector(`[data-job="${job}"]`)?.querySelectorAll("a, button")[at]?.focus();
  };

  // Streamlit draws the screen anew whenever it likes; what is being sent is not its business.
  const settle = () => {
    const here = zone();
    if (!here) return;
    if (here.dataset.token !== tokenOfScreen) {
      token = tokenOfScreen = here.dataset.token;
      largest = Number(here.dataset.largest);
      megabytes = here.dataset.megabytes;
      words = JSON.parse(here.dataset.words);
      signedOut = here.dataset.signedOut;
      here.querySelector("[data-folder]").webkitdirectory = true;
    }
    draw();
    stand();
  };
  new MutationObserver(settle).observe(document.documentElement, { subtree: true, childList: true });
})();
