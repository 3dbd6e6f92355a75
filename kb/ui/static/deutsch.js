// Streamlit's own words in German: it has no setting for them. Our own texts are never touched.
(() => {
  "use strict";
  const [phrases, patterns] = PHRASES;
  const words = new Map(Object.entries(phrases));
  const rules = patterns.map(([pattern, german]) => [new RegExp(pattern, "s"), german]);
  const attributes = ["aria-label", "title", "placeholder"];

  const translated = (text) => {
    const bare = text.trim();
    if (!bare) return text;
    if (words.has(bare)) return text.replace(bare, () => words.get(bare));
    const rule = rules.find(([pattern]) => pattern.test(bare));
    return rule ? bare.replace(rule[0], rule[1]) : text;
  };

  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement?.closest(".kb, textarea, style, script")) return;
      const german = translated(node.data);
      if (german !== node.data) node.data = german;
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.classList.contains("kb")) {
      for (const name of attributes) {
        const value = node.getAttribute(name);
        if (value && translated(value) !== value) node.setAttribute(name, translated(value));
      }
      node.childNodes.forEach(visit);
    }
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else visit(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
  });
})();
