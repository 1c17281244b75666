// Frame what a finding is about on a stored page, and say where it is; runs where the page has no scripts of its own.
(wish => {
  const MOST = 6, root = document.documentElement;
  const shown = node => {
    const rect = node.getBoundingClientRect(), style = getComputedStyle(node);
    return rect.width >= 4 && rect.height >= 4 && style.visibility === 'visible' && Number(style.opacity) > 0.05 &&
      rect.right + scrollX > 0 && rect.bottom + scrollY > 0 && rect.left + scrollX < innerWidth;
  };
  const plain = address => {
    let text = String(address).split('#')[0];
    try { text = decodeURI(text); } catch (error) { /* written wrong: compared as it is */ }
    return text.replace(/\/$/, '').toLowerCase();
  };
  const squeezed = text => (text || '').replace(/\s+/g, '');
  const wanted = new Set(wish.links.map(plain));
  const places = [];   // what to frame, and what is written at it
  const add = (node, label) => {
    let at = node;
    while (at && at !== root && !shown(at)) at = at.parentElement;
    if (!at || places.some(place => place.node === at && place.label === label)) return;
    places.push({node: at, label: at === node ? label : '此处隐藏：' + label});
  };
  if (wanted.size) {
    for (const node of document.querySelectorAll('a, area, img, iframe, embed, script, link, form')) {
      const address = node.href || node.src || node.action;
      if (typeof address === 'string' && wanted.has(plain(address))) {
        add(node, shown(node) ? '' : squeezed(node.textContent).slice(0, 20) + ' → ' + address.slice(0, 60));
      }
      if (places.length >= MOST) break;
    }
  }
  for (const text of wish.texts.map(squeezed).filter(text => text.length > 1)) {
    if (places.length >= MOST) break;
    const walker = document.createTreeWalker(document.body || root, NodeFilter.SHOW_TEXT);
    let found = null;
    while (!found && walker.nextNode()) {
      if (squeezed(walker.currentNode.nodeValue).includes(text)) found = walker.currentNode.parentElement;
    }
    if (!found) {   // spread over several elements: the smallest one that holds it all
      for (const node of document.body ? document.body.querySelectorAll('*') : []) {
        if (node.textContent.length < 5000 && squeezed(node.textContent).includes(text)) found = node;
      }
    }
    if (found && !['SCRIPT', 'STYLE'].includes(found.tagName)) add(found, '');
  }
  if (wish.foot && !places.length) {
    const feet = [...document.querySelectorAll('footer, [id*=foot i], [class*=foot i], [id*=bottom i]')].filter(shown);
    if (feet.length) add(feet[feet.length - 1], '');
  }
  for (const [left, top, width, height] of wish.boxes.slice(0, MOST)) {
    if (width > 0 && height > 0) places.push({box: [left, top, width, height], label: ''});
  }

  const layer = document.createElement('div');
  const style = (node, text) => { for (const part of text.split(';')) { const [name, value] = part.split(':');
    if (value) node.style.setProperty(name.trim(), value.trim(), 'important'); } };
  style(layer, 'position:absolute;left:0;top:0;width:0;height:0;z-index:2147483647;margin:0;padding:0');
  const boxes = places.map(place => {
    if (place.box) return place.box;
    const rect = place.node.getBoundingClientRect();
    return [rect.left + scrollX, rect.top + scrollY, rect.width, rect.height];
  });
  const paint = (text, box, more) => {
    const node = document.createElement('div');
    node.textContent = text;
    style(node, 'position:absolute;display:block;box-sizing:border-box;pointer-events:none;' +
      `left:${box[0]}px;top:${box[1]}px;width:${box[2]}px;height:${box[3]}px;` + more);
    layer.append(node);
  };
  boxes.forEach((box, at) => {
    paint('', [box[0] - 3, box[1] - 3, box[2] + 6, box[3] + 6], 'border:3px solid #e00000');
    if (places[at].label) {
      paint(places[at].label, [box[0], box[1] + box[3] + 4, 420, 22], 'background:#e00000;color:#fff;' +
        'font:14px/22px sans-serif;padding:0 6px;overflow:hidden;white-space:nowrap;text-align:left');
    }
  });
  const height = Math.max(root.scrollHeight, document.body ? document.body.scrollHeight : 0);
  const first = boxes.length ? boxes[0][1] + Math.min(boxes[0][3], wish.height) / 2 : 0;
  const top = Math.max(0, Math.min(first - wish.height / 2, height - wish.height));
  const lines = wish.caption.length, bar = 10 + 22 * lines;
  paint(wish.caption.join('\n'), [0, top + wish.height, wish.width, bar], 'background:#fff;color:#000;' +
    'border-top:3px solid #e00000;font:14px/22px sans-serif;padding:2px 10px;white-space:pre;overflow:hidden;text-align:left');
  (document.body || root).append(layer);
  style(root, `min-height:${Math.ceil(top + wish.height + bar)}px`);
  return {framed: boxes.length, top: Math.round(top), height: wish.height + bar};
})
