// Find the box of the site's search and put the cursor into it; say where it is, and where its button is.
(() => {
  const SURE = /搜索|搜一搜|检索|关键[字词]|search|sousuo|keyword/i, HINT = /\b(?:q|qt|wd|kw|sw|word)\b|查询|\bso\b/i;
  const OTHERS = /登录|登陆|密码|邮箱|手机号|验证码|受理|编号|单号|login|passw|mail|captcha/i;
  const TYPED = ['text', 'search', ''];
  const said = node => ['name', 'id', 'class', 'placeholder', 'value', 'title', 'alt', 'action', 'onclick', 'src']
    .map(name => (node.getAttribute(name) || '').slice(0, 100)).join(' ');
  const shown = node => {
    const rect = node.getBoundingClientRect(), style = getComputedStyle(node);
    return rect.width >= 4 && rect.height >= 4 && style.visibility === 'visible' && Number(style.opacity) > 0.05;
  };
  const sureness = input => {
    const own = said(input);
    if (OTHERS.test(own)) return 0;
    if (SURE.test(own)) return 3;
    const around = [];
    for (let at = input.parentElement, up = 0; at && at !== document.body && up < 3; at = at.parentElement, up++) {
      around.push(said(at), at.childElementCount < 8 ? at.textContent.slice(0, 60) : '');
    }
    if (SURE.test(around.join(' '))) return 2;
    return HINT.test(own) ? 1 : 0;
  };
  const inputs = [...document.querySelectorAll('input')].slice(0, 200)
    .filter(node => TYPED.includes((node.getAttribute('type') || '').toLowerCase()) && shown(node) && !node.disabled);
  const [best] = inputs.map((node, at) => [node, sureness(node), at]).filter(each => each[1])
    .sort((a, b) => b[1] - a[1] || a[2] - b[2]);
  if (!best) return null;
  const input = best[0];
  const buttons = 'button, input[type=submit], input[type=button], input[type=image], a, [onclick], img, [role=button], i, span';
  let button = null;
  for (let at = input.parentElement, up = 0; at && at !== document.body && !button && up < 4; at = at.parentElement, up++) {
    const near = [...at.querySelectorAll(buttons)].filter(node => node !== input && shown(node));
    button = near.find(node => SURE.test(said(node) + ' ' + node.textContent.slice(0, 10))) ||
      near.find(node => node.matches('button, input')) || (near.length === 1 ? near[0] : null);
  }
  input.scrollIntoView({block: 'center'});
  input.focus();
  input.select();
  const box = node => {
    const rect = node.getBoundingClientRect();
    return [rect.left, rect.top, rect.width, rect.height].map(Math.round);
  };
  return {name: (input.getAttribute('name') || input.id || '').slice(0, 80), box: box(input), button: button ? box(button) : null};
})()
