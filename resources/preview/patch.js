// Keeps the shown email equal to the HTML that the program sends, by changing only what differs.
//
// Runs in an isolated world of a page whose own scripts are off. The program sends each new
// document as a splice of the one before; it is parsed here, inertly, and the live document is
// brought to it. What did not change is not touched: no flicker, and the scroll position stays.
(() => {
  "use strict";

  const MISSING = "migma-missing";
  // Written so that it cannot fail half-way and start over: a million braces cost one pass.
  const BRACES = /(\{+)([^{}]*)(\}*)/g;

  const parser = new DOMParser();
  let text = "";
  let revision = 0;
  let hasTemplates = false;

  // ---- What the program's request guard cannot see -----------------------------------------

  const KEPT_LINKS = new Set(["stylesheet", "alternate"]);

  // rel=preconnect opens a connection, and a frame's srcdoc loads a document, without any request
  // that could be refused. Neither means anything in an email.
  function disarm(fresh, allow) {
    if (!allow.hints) {
      for (const link of fresh.querySelectorAll("link[rel]")) {
        link.rel = [...link.relList].filter((kind) => KEPT_LINKS.has(kind.toLowerCase())).join(" ");
      }
    }
    if (!allow.frames) {
      for (const frame of fresh.querySelectorAll("[srcdoc]")) frame.removeAttribute("srcdoc");
    }
  }

  // ---- Bringing one tree to another --------------------------------------------------------

  function isSame(live, fresh) {
    if (!live.isEqualNode(fresh)) return false;
    // isEqualNode does not look inside a <template>.
    return !hasTemplates || live.nodeType !== Node.ELEMENT_NODE || live.outerHTML === fresh.outerHTML;
  }

  function bringAttributes(live, fresh) {
    const before = [...live.attributes];
    const after = [...fresh.attributes];
    let kept = 0;
    while (kept < before.length && kept < after.length && before[kept].name === after[kept].name) {
      if (before[kept].value !== after[kept].value) before[kept].value = after[kept].value;
      kept++;
    }
    // The order counts in the serialised document, so the rest is set anew. Attribute nodes are
    // moved, since the parser accepts names that setAttribute refuses.
    for (const attribute of before.slice(kept)) live.removeAttributeNode(attribute);
    for (const attribute of after.slice(kept)) {
      fresh.removeAttributeNode(attribute);
      live.setAttributeNodeNS(attribute);
    }
  }

  function bringChildren(live, fresh) {
    const old = [...live.childNodes];
    const wanted = [...fresh.childNodes];
    let i = 0;
    let oldEnd = old.length;
    let wantedEnd = wanted.length;
    while (i < oldEnd && i < wantedEnd && isSame(old[i], wanted[i])) i++;
    while (oldEnd > i && wantedEnd > i && isSame(old[oldEnd - 1], wanted[wantedEnd - 1])) {
      oldEnd--;
      wantedEnd--;
    }
    const after = old[oldEnd] ?? null;
    let j = i;
    while (i < oldEnd && j < wantedEnd) {
      const surplus = oldEnd - i - (wantedEnd - j);
      if (surplus > 0 && i + 1 < oldEnd && isSame(old[i + 1], wanted[j])) {
        old[i++].remove();
      } else if (surplus < 0 && j + 1 < wantedEnd && isSame(old[i], wanted[j + 1])) {
        live.insertBefore(wanted[j++], old[i]);
      } else {
        bring(old[i++], wanted[j++]);
      }
    }
    while (i < oldEnd) old[i++].remove();
    while (j < wantedEnd) live.insertBefore(wanted[j++], after);
  }

  function bring(live, fresh) {
    if (live.nodeName !== fresh.nodeName || live.namespaceURI !== fresh.namespaceURI) {
      live.replaceWith(fresh);
    } else if (live.nodeType !== Node.ELEMENT_NODE) {
      if (live.data !== fresh.data) live.data = fresh.data;
    } else if (live.localName === "template") {
      if (!isSame(live, fresh)) live.replaceWith(fresh);
    } else {
      bringAttributes(live, fresh);
      bringChildren(live, fresh);
    }
  }

  // ---- Marking placeholders that have no value ---------------------------------------------

  const marks = new Highlight();
  const markSheet = new CSSStyleSheet();
  markSheet.replaceSync(
    `::highlight(${MISSING}) { background-color: #ffe08a; color: #5c3d00; ` +
      "text-decoration: underline wavy #c2410c; }",
  );

  function markMissing(names) {
    marks.clear();
    if (!names.length || !text.includes("{{")) return;
    const missing = new Set(names);
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      if (!node.data.includes("{{")) continue;
      for (const found of node.data.matchAll(BRACES)) {
        const [, opening, inner, closing] = found;
        if (opening.length !== 2 || closing.length < 2) continue;
        if (!missing.has(inner.trim().replace(/\s+/g, " "))) continue;
        const range = new StaticRange({
          startContainer: node,
          startOffset: found.index,
          endContainer: node,
          endOffset: found.index + inner.length + 4,
        });
        marks.add(range);
      }
    }
  }

  // ---- Light or dark -----------------------------------------------------------------------

  // The reader's colour scheme is not the writer's: the email is shown as asked for, whatever the
  // system prefers. Media conditions are changed in the style rules alone, never in the document.
  const schemeSheet = new CSSStyleSheet();
  const conditions = new WeakMap();
  let scheme = "";

  function setCondition(owner) {
    const written = conditions.get(owner) ?? owner.media.mediaText;
    const decided = written.replace(
      /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi,
      (_, wanted) => (wanted.toLowerCase() === scheme ? "(min-width: 0px)" : "(max-width: 0px)"),
    );
    // Setting it anew would make the browser match every style again.
    if (decided === written && !conditions.has(owner)) return;
    if (owner.media.mediaText !== decided) owner.media.mediaText = decided;
    conditions.set(owner, written);
  }

  function setConditions(rules) {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) setCondition(rule);
      if (rule.cssRules) setConditions(rule.cssRules);
    }
  }

  function setScheme(wanted) {
    if (scheme === wanted) return;
    scheme = wanted;
    schemeSheet.replaceSync(`:root { color-scheme: ${scheme} !important; }`);
    applyScheme();
  }

  function applyScheme() {
    if (!/prefers-color-scheme/i.test(text)) return;
    for (const sheet of document.styleSheets) {
      setCondition(sheet);
      if (!sheet.href) setConditions(sheet.cssRules);
    }
  }

  // ---- Typing, which is nearly every change ------------------------------------------------

  // Parsing a quarter of a megabyte takes longer than everything else together. While nothing is
  // to be done, the place of the latest change is looked up in the document; a change beside it
  // that can only be text then goes straight into that text node. What "can only be text" means
  // is exact, not a guess: plain characters behind other plain characters of the same node leave
  // the parser in the same states, so a fresh parse would differ in this node's data alone.
  const NOT_PLAIN = /[<>&\r\0\p{Cs}]/u;
  const VISIBLE = /[^\t\n\f\r ]/;
  const MARKER = "\uf8ff";
  const LONGEST_ENTITY = 40; // an ampersand further back cannot be waiting for its end any more
  const REACH = 2000;
  const LONGEST_NODE = 60000; // the parser splits longer texts

  let spot = null; // the character `at` of the text is the character `offset` of `node`
  let lookUp = 0;

  function isPlain(from, to) {
    const behindTag = text.lastIndexOf(">", from - 1) + 1;
    return !NOT_PLAIN.test(text.slice(Math.max(behindTag, from - LONGEST_ENTITY, 0), to));
  }

  function typeInto(prefix, removed, insert) {
    if (!spot || NOT_PLAIN.test(insert)) return false;
    const from = Math.min(prefix, spot.at);
    const to = Math.max(prefix + removed, spot.at);
    if (to - from > REACH || !isPlain(from, to)) return false;
    const { node } = spot;
    const offset = spot.offset + prefix - spot.at;
    if (offset < 0 || !VISIBLE.test(node.data.slice(0, offset))) return false;
    if (node.data.length + insert.length > LONGEST_NODE) return false;
    node.replaceData(offset, removed, insert);
    spot = { node, at: prefix + insert.length, offset: offset + insert.length };
    return true;
  }

  function findSpot(at) {
    if (!isPlain(at, at) || text.includes(MARKER) || text.includes("<![CDATA[")) return null;
    const marked = parser.parseFromString(text.slice(0, at) + MARKER + text.slice(at), "text/html");
    const nodes = marked.createTreeWalker(marked.documentElement, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const offset = nodes.currentNode.data.indexOf(MARKER);
      if (offset < 0) continue;
      const node = counterpart(nodes.currentNode);
      const known = nodes.currentNode.data.replace(MARKER, "");
      return node?.data === known && node.parentNode.localName !== "script"
        ? { node, at, offset }
        : null;
    }
    return null;
  }

  // The node at the same place of the live document.
  function counterpart(node) {
    const parent = node.parentNode;
    if (parent.nodeType === Node.DOCUMENT_NODE) return document.documentElement;
    return counterpart(parent)?.childNodes[[...parent.childNodes].indexOf(node)];
  }

  function lookUpSpot(at) {
    spot = null;
    cancelIdleCallback(lookUp);
    lookUp = requestIdleCallback(
      () => {
        lookUp = 0;
        spot = findSpot(at);
      },
      { timeout: 500 },
    );
  }

  // ---- What the program calls --------------------------------------------------------------

  document.adoptedStyleSheets = [markSheet, schemeSheet];
  CSS.highlights.set(MISSING, marks);

  globalThis.migmaPreview = Object.freeze({
    // Returns the revision now shown; -1 when this document is not the one the splice was made for.
    show({ base, next, prefix, suffix, insert, allow, missing, ...view }) {
      if (base !== revision) return -1;
      const removed = text.length - prefix - suffix;
      const isTyped = typeInto(prefix, removed, insert);
      text = text.slice(0, prefix) + insert + text.slice(text.length - suffix);
      if (!isTyped) {
        hasTemplates = /<template/i.test(text);
        const fresh = parser.parseFromString(text, "text/html");
        disarm(fresh, allow);
        bring(document.documentElement, fresh.documentElement);
        lookUpSpot(prefix + insert.length);
      }
      markMissing(missing);
      setScheme(view.scheme);
      applyScheme();
      if (view.scroll) window.scrollTo(...view.scroll);
      revision = next;
      return next;
    },

    setScheme,

    // Returns the revision that is shown, 0 before the first.
    revision: () => revision,

    // For tests: how many placeholders are marked; whether the latest change has been looked up,
    // and whether it was in a text.
    marked: () => marks.size,
    hasLookedUp: () => lookUp === 0,
    isReadyForTyping: () => spot !== null,
  });
})();
