// Small conveniences; every page works without them.
(() => {
  "use strict";
  const button = document.querySelector(".menu-button");
  const menu = document.getElementById("menu");
  if (button && menu) {
    button.addEventListener("click", () => {
      const open = menu.classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    });
  }

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    // Afterwards: a button that is disabled at once would not say which one was pressed.
    setTimeout(() => { for (const one of form.querySelectorAll("button[type=submit]")) one.disabled = true; });
  });

  // Back from a sent form: it can be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const one of form.querySelectorAll("button[type=submit]")) one.disabled = false;
    }
  });

  // What is typed survives a lost session or a closed window, on this machine, until it is saved: the fields that were
  // changed, each with what its person had seen, so that what somebody else saved meanwhile is not overwritten unseen.
  // Several forms of one page go by the names that `data-keep` gives them. It is removed by the page that says it was saved.
  const SENT = "kept-sent";
  const keeping = (form) => {
    const key = "kept:" + location.pathname + (form.dataset.keep ? "#" + form.dataset.keep : "");
    const fields = [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit"].includes(one.type));
    const names = [...new Set(fields.map((one) => one.name))];
    const of = (name) => fields.filter((one) => one.name === name);
    const seen = (name) => [...form.elements].find((one) => one.name === "initial-" + name);
    const value = (name) => {
      const found = of(name);
      if (found[0].type === "radio") return (found.find((one) => one.checked) || { value: "" }).value;
      if (found[0].type === "checkbox") return found.map((one) => (one.checked ? "1" : "0")).join("");
      return found[0].value;
    };
    const put = (name, text) => of(name).forEach((one, place) => {
      if (one.type === "radio") one.checked = one.value === text;
      else if (one.type === "checkbox") one.checked = text[place] === "1";
      else one.value = text;
    });
    const now = () => Object.fromEntries(names.map((name) => [name, value(name)]));
    let untouched = now();
    let sent = null;
    let sending = false;
    const touched = () => names.filter((name) => value(name) !== untouched[name]);
    const keep = () => {
      const kept = touched().map((name) => [name, { typed: value(name), seen: seen(name) ? seen(name).value : null }]);
      if (kept.length) sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(kept))); else sessionStorage.removeItem(key);
    };
    form.addEventListener("input", keep);
    form.addEventListener("autosaving", () => { sent = now(); });
    form.addEventListener("autosaved", () => { untouched = { ...untouched, ...sent }; keep(); });
    form.addEventListener("kept", () => { untouched = now(); keep(); });
    form.addEventListener("submit", () => {
      sending = true;
      if (!form.matches("[data-proof]")) sessionStorage.setItem(SENT, key);
    });
    window.addEventListener("beforeunload", (event) => {
      if (!sending && touched().length) event.preventDefault();
    });
    const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
    const refused = document.querySelector(".errors, .field .error");
    const back = refused ? [] : names.filter((name) => kept[name] && kept[name].typed !== value(name));
    if (back.length) {
      for (const name of back) {
        put(name, kept[name].typed);
        if (seen(name) && kept[name].seen !== null) seen(name).value = kept[name].seen;
      }
      const said = document.createElement("p");
      said.className = "note";
      said.setAttribute("role", "status");
      said.textContent = form.dataset.restored;
      form.prepend(said);
    }
  };
  if (window.sessionStorage) {
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (sent && document.querySelector(".messages .success")) sessionStorage.removeItem(sent);
    for (const one of document.querySelectorAll("form[data-keep]")) keeping(one);
    document.addEventListener("placed", () => {
      for (const one of document.querySelectorAll("#proof form[data-keep]")) keeping(one);
    });
  }

  // One box ticks all rows of the page; ticking a row says that it is the ticked ones that are meant.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.bulk");
    if (!form || event.target.type !== "checkbox" || event.target.name === "looked") return;
    if (event.target.matches("[data-all]")) {
      for (const one of form.querySelectorAll("input[name=row]")) one.checked = event.target.checked;
    }
    const ticked = form.querySelector("input[name=which][value=ticked]");
    if (ticked) ticked.checked = true;
  });

  // A filter of several values says how many are chosen; it closes on Escape, and when one goes elsewhere.
  document.addEventListener("change", (event) => {
    const choices = event.target.closest("details.choices");
    if (!choices) return;
    const said = choices.querySelector("summary span");
    const chosen = choices.querySelectorAll("input:checked").length;
    said.textContent = chosen ? said.dataset.some.replace("{n}", chosen) : said.dataset.none;
  });
  const close = (open, back) => { open.open = false; if (back) open.querySelector("summary").focus(); };
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest && event.target.closest("details.choices[open]");
    if (open) close(open, true);
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      for (const open of document.querySelectorAll("details.choices[open]")) if (!open.contains(event.target)) close(open, false);
    });
  }

  // A cell that is cut says all it holds to who points at it.
  document.addEventListener("mouseover", (event) => {
    const cell = event.target.closest && event.target.closest(".list .cell");
    if (!cell || cell.title) return;
    const cut = [cell, ...cell.querySelectorAll(".one")].some((one) => one.scrollHeight > one.clientHeight + 1);
    if (cut) cell.title = cell.innerText.trim();
  });

  // "/" goes to the first search field, as in other lists.
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      const first = document.querySelector(".filters input");
      if (first) { event.preventDefault(); first.focus(); }
    }
  });
})();
