// Findings by keys: j and k to move, Enter to open, c to confirm, x to dismiss, u to take back, ? to see them.
"use strict";

(() => {
  const keys = document.querySelector("dialog.keys");
  const asking = document.querySelector("dialog.reason");
  const bulk = () => document.querySelector("form.bulk");
  const single = document.querySelector("form[data-decide]");
  const place = "finding-place:" + location.pathname;

  const lines = () => [...document.querySelectorAll("#list tbody tr")];
  const opener = (line) => line && line.querySelector("td a[href]");
  const here = () => lines().findIndex((line) => line.contains(document.activeElement));

  const go = (number) => {
    const all = lines();
    if (!all.length) return;
    opener(all[Math.max(0, Math.min(number, all.length - 1))])?.focus();
  };

  const press = (form, name, value) => {
    const said = document.createElement("input");
    said.type = "hidden"; said.name = name; said.value = value;
    form.append(said);
    sendPlain(form);
  };
  // Sent once: a key held down is one act.
  const sendPlain = (form) => {
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    form.submit();
  };

  const decide = (kind, why) => {
    if (single) {
      single.querySelector("[name=why]").value = why;
      press(single, "kind", kind);
      return;
    }
    const line = lines()[here()];
    const box = line && line.querySelector("input[name=row]");
    if (!box) return;
    for (const one of bulk().querySelectorAll("input[name=row]")) one.checked = one === box;
    bulk().querySelector("input[name=which][value=ticked]").checked = true;
    bulk().querySelector("[name=why]").value = why;
    sessionStorage.setItem(place, String(here()));
    press(bulk(), "act", kind);
  };

  const dismiss = () => {
    if (single) { single.querySelector("[name=why]").focus(); return; }
    if (here() < 0 || !asking) return;
    const at = here();
    const text = asking.querySelector("textarea");
    asking.returnValue = "";
    text.value = "";
    asking.onclose = () => {
      go(at);
      if (asking.returnValue === "yes" && text.value.trim()) decide("dismiss", text.value.trim());
    };
    asking.showModal();
  };

  const acts = {
    j: () => { const skip = document.querySelector("[data-skip]"); if (skip) skip.click(); else go(here() + 1); },
    k: () => { if (!single) go(Math.max(here() - 1, 0)); },
    c: () => decide("confirm", ""),
    x: dismiss,
    u: () => {
      const form = document.querySelector("form[data-undo]");
      if (form) { sessionStorage.setItem(place, String(Math.max(here(), 0))); sendPlain(form); }
    },
    "?": () => keys && keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
    if (typing && event.ctrlKey && event.key === "Enter") {
      if (asking && asking.open) { event.preventDefault(); asking.querySelector("button[value=yes]").click(); }
      return;
    }
    if (single && event.target.id === "why" && event.key === "Enter") {
      event.preventDefault();
      decide("dismiss", event.target.value.trim());
      return;
    }
    if (event.key === "Escape" && typing && single) { event.target.blur(); return; }
    if (typing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  for (const one of document.querySelectorAll("[data-keys]")) one.addEventListener("click", acts["?"]);

  // Filters change without the page being loaded anew: what is kept are those in the address.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-view]")) event.target.querySelector("[name=query]").value = location.search.slice(1);
  });

  // After a decision the list is loaded anew: go on where one was.
  const kept = sessionStorage.getItem(place);
  if (kept !== null && lines().length) { sessionStorage.removeItem(place); go(Number(kept)); }
})();
