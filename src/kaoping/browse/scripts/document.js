// The document as the page's scripts left it, for reading: texts of scripts taken out (their addresses stay: some stand
// for what they put in), the site's own frames opened, and what does not show marked as hidden. Nothing is returned of a document that is too large.
(() => {
  const LONGEST = 1500000, MOST = 30000, DEEPEST = 2;
  const unseen = node => {
    const style = node.ownerDocument.defaultView.getComputedStyle(node);
    return style.display === 'none' || style.visibility !== 'visible';
  };
  const inside = frame => {
    try { return frame.contentDocument && frame.contentDocument.body; } catch (error) { return null; }
  };
  const copied = (root, depth) => {
    const copy = root.cloneNode(true);
    const pairs = [root, ...root.querySelectorAll('*')], copies = [copy, ...copy.querySelectorAll('*')];
    const gone = [];
    pairs.slice(0, MOST).forEach((node, at) => {
      const tag = node.localName;
      if (tag === 'noscript' || (tag === 'script' && !node.src)) { gone.push(copies[at]); return; }
      if (tag === 'script') { copies[at].textContent = ''; return; }
      if (node.closest('head')) return;
      copies[at].removeAttribute('hidden');
      if (unseen(node)) copies[at].setAttribute('hidden', '');
      if (depth && (tag === 'a' || tag === 'area') && node.href) copies[at].setAttribute('href', node.href);
      if ((tag === 'iframe' || tag === 'frame') && depth < DEEPEST && !unseen(node)) {
        const body = inside(node);
        if (!body) return;
        const place = document.createElement('div');
        place.append(...copied(body, depth + 1).childNodes);
        copies[at].replaceWith(place);
      }
    });
    for (const node of gone) node.remove();
    return copy;
  };
  const text = copied(document.documentElement, 0).outerHTML;
  return text.length > LONGEST ? '' : text;
})()
