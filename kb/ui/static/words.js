// Streamlit's own words in the reader's language: it has no setting for them. Our texts are not touched.
(() => {
  "use strict";
  const phrases = new Map(Object.entries(PHRASES));
  const beginnings = [...phrases.keys()].filter((phrase) => phrase.endsWith(" ")); // "Add: " a word
  const attributes = ["aria-label", "title", "placeholder"];

  const translated = (text) => {
    const bare = text.trim();
    const phrase = phrases.has(bare) ? bare : beginnings.find((one) => bare.startsWith(one));
    return phrase ? text.replace(phrase, () => phrases.get(phrase)) : text;
  };

  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement?.closest(".kb, textarea, style, script")) return;
      const words = translated(node.data);
      if (words !== node.data) node.data = words;
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
