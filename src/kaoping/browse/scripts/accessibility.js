// Run after axe-core in the same world: which rules of WCAG 2.1 A and AA are broken, by how many elements, the first few.
(async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
  const result = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], iframes: false, elementRef: true,
  });
  const box = node => {
    if (!node) return [0, 0, 0, 0];
    const rect = node.getBoundingClientRect();
    return [rect.left + scrollX, rect.top + scrollY, rect.width, rect.height].map(Math.round);
  };
  return {
    version: axe.version,
    broken: result.violations.map(rule => ({
      rule: rule.id, impact: rule.impact || '', count: rule.nodes.length,
      places: rule.nodes.slice(0, 5).map(node => ({
        selector: node.target.join(' ').slice(0, 300), text: node.html.slice(0, 200), box: box(node.element),
      })),
    })),
  };
})()
