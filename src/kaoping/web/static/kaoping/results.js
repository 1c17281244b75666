// Pages of scores: arrow keys within the matrix, and the indicator that an address names is open.
(() => {
  "use strict";
  for (const table of document.querySelectorAll("table[data-grid]")) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("a")]);
    const links = rows.flat();
    // One stop for the tab key, the arrows for the rest: fifty units times sixty indicators are too many stops.
    for (const link of links) link.tabIndex = -1;
    if (links.length) links[0].tabIndex = 0;
    const go = (to) => {
      if (!to) return;
      for (const link of links) link.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    };
    table.addEventListener("keydown", (event) => {
      const y = rows.findIndex((row) => row.includes(event.target));
      if (y < 0) return;
      const x = rows[y].indexOf(event.target);
      const last = rows[y].length - 1;
      const steps = {
        ArrowRight: [y, Math.min(x + 1, last)], ArrowLeft: [y, Math.max(x - 1, 0)], Home: [y, 0], End: [y, last],
        ArrowDown: [Math.min(y + 1, rows.length - 1), x], ArrowUp: [Math.max(y - 1, 0), x],
        PageDown: [rows.length - 1, x], PageUp: [0, x],
      };
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      go(rows[step[0]][Math.min(step[1], rows[step[0]].length - 1)]);
    });
  }

  const open = () => {
    const named = location.hash.startsWith("#node-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!named) return;
    for (let one = named; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    const summary = named.querySelector("summary");
    (summary ?? named).focus({ preventScroll: true });
    named.scrollIntoView({ block: "start" });
  };
  window.addEventListener("hashchange", open);
  // The same address pressed again changes no hash.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#node-']");
    if (link && link.hash === location.hash) open();
  });
  open();

  // Of a trial's form only the fields that its kind takes; without scripts all of them are there.
  const kind = document.querySelector("[data-kinds] select[name=kind]");
  if (kind) {
    const show = () => {
      for (const field of document.querySelectorAll("[data-kind]")) {
        field.hidden = !field.dataset.kind.split(" ").includes(kind.value);
      }
    };
    kind.addEventListener("change", show);
    show();
  }

  for (const button of document.querySelectorAll("[data-open-all]")) {
    button.addEventListener("click", () => {
      const all = [...document.querySelectorAll(".tree details")];
      const closed = all.some((one) => !one.open);
      for (const one of all) one.open = closed;
    });
  }
})();
