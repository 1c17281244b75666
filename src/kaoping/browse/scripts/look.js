// What of a loaded page shows only in a browser: widths, sizes of text and of what is tapped, and what floats above it.
// Runs in a world of its own, where the page's scripts can change nothing. Returns plain values only.
(async () => {
  const MOST = 5, LONGEST = 120;
  const root = document.documentElement;
  const text = node => (node.innerText || node.getAttribute('alt') || node.getAttribute('title') || '')
    .replace(/\s+/g, ' ').trim().slice(0, LONGEST);
  const selector = node => {
    const parts = [];
    for (let at = node; at && at !== root && parts.length < 6; at = at.parentElement) {
      if (at.id && /^[\w-]+$/.test(at.id)) { parts.unshift('#' + at.id); break; }
      const same = at.parentElement ? [...at.parentElement.children].filter(one => one.tagName === at.tagName) : [];
      const name = at.tagName.toLowerCase();
      parts.unshift(same.length > 1 ? `${name}:nth-of-type(${same.indexOf(at) + 1})` : name);
    }
    return parts.join(' > ').slice(0, 300);
  };
  const box = node => {
    const rect = node.getBoundingClientRect();
    return [rect.left + scrollX, rect.top + scrollY, rect.width, rect.height].map(Math.round);
  };
  const place = node => ({selector: selector(node), text: text(node), box: box(node)});
  const shown = node => {
    const style = getComputedStyle(node), rect = node.getBoundingClientRect();
    return rect.width > 0 && rect.height > 0 && style.visibility === 'visible' && Number(style.opacity) > 0.05;
  };
  const all = [...document.body ? document.body.querySelectorAll('*') : []].slice(0, 20000);

  // A phone shows a page that names no width of its own shrunk: sizes count as they then appear.
  const scale = Math.min(1, screen.width / innerWidth);
  const letters = () => {
    const walker = document.createTreeWalker(document.body || root, NodeFilter.SHOW_TEXT);
    let count = 0, small = 0, seen = 0;
    while (walker.nextNode() && seen++ < 20000) {
      const size = walker.currentNode.nodeValue.trim().length, parent = walker.currentNode.parentElement;
      if (!size || !parent || !shown(parent)) continue;
      count += size;
      if (parseFloat(getComputedStyle(parent).fontSize) * scale < 12) small += size;
    }
    return {count, small};
  };
  const tapped = all.filter(node => node.matches('a[href], button, input:not([type=hidden]), select') && shown(node));
  const tiny = tapped.filter(node => {
    const rect = node.getBoundingClientRect();
    return rect.width * scale < 24 && rect.height * scale < 24 && getComputedStyle(node).display !== 'inline';
  });
  const clipped = node => {
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    }
    return false;
  };
  // A phone widens its own viewport to what is on the page: what does not fit is wider than its screen.
  const fits = Math.min(innerWidth, screen.width) + 8;
  const wide = all.filter(node => node.getBoundingClientRect().right + scrollX > fits && shown(node));
  const widest = wide.filter(node => !clipped(node) && !wide.includes(node.parentElement));
  const meta = document.querySelector('meta[name=viewport i]');
  const written = letters();
  const layout = {
    viewport: meta ? (meta.getAttribute('content') || '').slice(0, 200) : '',
    screen: screen.width,
    width: innerWidth,
    content: Math.max(root.scrollWidth, document.body ? document.body.scrollWidth : 0),
    letters: written.count,
    small_letters: written.small,
    targets: tapped.length,
    small_targets: tiny.length,
    wide: widest.slice(0, MOST).map(place),
  };

  // What floats stands apart from the page's flow, over all of it; a moving slide inside a frame of the page does not.
  const apart = node => {
    const style = getComputedStyle(node);
    if (style.position === 'fixed') return true;
    if (style.position !== 'absolute') return false;
    const parent = node.offsetParent;
    return (!parent || parent === document.body || parent === root) && !clipped(node);
  };
  const floating = all.filter(node => shown(node) && apart(node) && node.offsetWidth * node.offsetHeight >= 2500);
  const outer = floating.filter(node => !floating.some(other => other !== node && other.contains(node)));
  const corner = node => { const rect = node.getBoundingClientRect(); return [rect.left, rect.top]; };
  const before = new Map(outer.map(node => [node, corner(node)]));
  await new Promise(done => setTimeout(done, 900));
  const moved = node => {
    const [x, y] = before.get(node), [newX, newY] = corner(node);
    return node.isConnected && Math.abs(newX - x) + Math.abs(newY - y) >= 4;
  };
  const CLOSE = /关闭|close|guanbi|closs/i, CROSS = /^[×✕✖xX]$/;
  const closable = node => [node, ...node.querySelectorAll('*')].some(one =>
    CROSS.test((one.textContent || '').trim()) || CLOSE.test(one.id + ' ' + one.getAttribute('class') + ' ' +
    one.getAttribute('alt') + ' ' + one.getAttribute('title') + ' ' + one.getAttribute('src') + ' ' +
    one.getAttribute('onclick') + ' ' + (one.children.length ? '' : one.textContent)));
  const share = node => {
    const rect = node.getBoundingClientRect();
    const width = Math.min(rect.right, innerWidth) - Math.max(rect.left, 0);
    const height = Math.min(rect.bottom, innerHeight) - Math.max(rect.top, 0);
    return Math.round(100 * Math.max(0, width) * Math.max(0, height) / (innerWidth * innerHeight));
  };
  const link = node => {
    const one = node.matches('a[href]') ? node : node.querySelector('a[href]');
    return one ? one.href.slice(0, 500) : '';
  };
  const seen = node => {
    const at = node.getBoundingClientRect();
    const top = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
    return top && (node.contains(top) || top.contains(node));
  };
  const floaters = outer.filter(node => shown(node) && seen(node)).slice(0, 40).map(node => ({
    moving: moved(node), closable: closable(node), share: share(node), link: link(node), place: place(node),
  }));

  // The foot of the page: what is named so, lowest on the page, or the last that shows anything.
  const feet = all.filter(node => node.matches('footer, [id*=foot i], [class*=foot i], [id*=bottom i]') && shown(node));
  const low = node => node.getBoundingClientRect().bottom;
  const foot = (feet.length ? feet : all.filter(shown)).reduce((a, b) => (a && low(a) >= low(b) ? a : b), null);

  const hosts = new Set();
  for (const node of document.querySelectorAll('iframe[src], script[src], img[src], embed[src]')) {
    try { hosts.add(new URL(node.src).hostname); } catch (error) { /* no address */ }
    if (hosts.size >= 100) break;
  }
  return {layout, floaters, hosts: [...hosts].sort(), foot: foot ? place(foot) : {selector: ''}};
})()
