// The assessor's desk by keyboard alone; without this script the page is a plain form. autosave.js saves meanwhile.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  const said = document.getElementById("saved");
  const say = (text, bad) => {
    if (!said || !text) return;
    said.textContent = text;
    said.classList.toggle("error", Boolean(bad));
  };

  const typing = (one) => /^(textarea|select)$/i.test(one.tagName) || (one.tagName === "INPUT" && !["radio", "checkbox", "submit", "button"].includes(one.type));
  const first = () => form && (form.querySelector("input[type=text][name=text]") || form.querySelector("input[name=text]:checked") || form.querySelector("input[name=text]"));
  const tick = (one) => { if (one) { one.checked = one.type === "radio" ? true : !one.checked; one.dispatchEvent(new Event("input", { bubbles: true })); one.focus(); } };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const here = event.target;
    if (event.key === "Escape" && typing(here)) { here.blur(); return; }
    if (event.key === "Enter" && event.ctrlKey && form) { event.preventDefault(); form.requestSubmit(); return; }
    if (event.ctrlKey) return;
    if (event.key === "Enter" && form && !typing(here) && !/^(a|button|summary)$/i.test(here.tagName)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (typing(here)) {
      // In the field for the result only digits and signs are typed: letters are keys there, too.
      if (here.name !== "text" || here.inputMode !== "decimal" || !/^[a-z?]$/i.test(event.key)) return;
    }
    if (form && /^[012]$/.test(event.key)) {
      const radios = form.querySelectorAll("input[type=radio][name=text]");
      if (radios.length) {
        event.preventDefault();
        if (event.key === "0") tick(form.querySelector("[name=not_applicable]")); else tick(radios[Number(event.key) - 1]);
        return;
      }
    }
    if (event.key === "n" && form) { event.preventDefault(); form.querySelector("[name=note]").focus(); return; }
    if (event.key === "s") {
      const looks = [...document.querySelectorAll("[data-look]")];
      const next = looks[(looks.findIndex((one) => one.ariaCurrent === "true") + 1) % looks.length];
      if (next) { event.preventDefault(); next.click(); }
      return;
    }
    const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (wanted) { event.preventDefault(); wanted.click(); }
  });

  // The frame shows the first to begin with; the one it shows is marked.
  const looks = [...document.querySelectorAll("[data-look]")];
  const current = (chosen) => { for (const one of looks) one.ariaCurrent = String(one === chosen); };
  for (const one of looks) one.addEventListener("click", () => current(one));
  if (looks.length) current(looks[0]);

  for (const one of document.querySelectorAll("[data-opens]")) {
    one.addEventListener("click", () => document.getElementById(one.dataset.opens).showModal());
  }

  // Files, pasted pictures and test calls are sent beside what is being written, and shown where they belong.
  const proof = document.getElementById("proof");
  const send = async (sender, body) => {
    const answer = await fetch(sender.action, { method: "POST", body, headers: { "X-Autosave": "1" }, credentials: "same-origin" });
    const told = await answer.text();
    if (answer.ok) sender.dispatchEvent(new Event("kept"));
    if (answer.ok || answer.status === 422) {
      proof.innerHTML = told;
      document.dispatchEvent(new Event("placed"));
    } else say(sender.dataset.lost || answer.statusText, true);
  };
  if (proof) {
    proof.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-proof]")) return;
      event.preventDefault();
      event.stopPropagation();
      send(event.target, new FormData(event.target));
    });
    document.addEventListener("paste", (event) => {
      const sender = proof.querySelector("[data-paste]");
      const files = event.clipboardData ? [...event.clipboardData.files] : [];
      if (!sender || !files.length) return;
      event.preventDefault();
      const body = new FormData(sender);
      body.delete("file");
      for (const file of files) body.append("file", file, file.name || "screenshot.png");
      send(sender, body);
    });
  }

  if (!form) return;
  const start = first();
  if (start && !document.querySelector(".errors")) start.focus();
})();
