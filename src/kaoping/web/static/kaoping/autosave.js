// What is typed is saved after a moment of rest; without this script the form is a plain one.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const said = document.getElementById("saved");
  const say = (text, bad) => {
    if (!said || !text) return;
    said.textContent = text;
    said.classList.toggle("error", Boolean(bad));
  };

  // One request at a time; what the server has taken is from then on what we say we saw.
  let timer = null;
  let running = false;
  let stopped = false;
  const initial = (name) => [...form.elements].find((one) => one.name === "initial-" + name);
  const names = () => [...new Set([...form.elements].map((one) => one.name))].filter((name) => name && initial(name));
  const values = () => Object.fromEntries(names().map((name) => {
    const one = form.elements[name];
    const boxes = [...form.elements].filter((box) => box.name === name && box.type === "checkbox");
    if (boxes.length > 1) return [name, boxes.filter((box) => box.checked).map((box) => box.value).join("、")];
    return [name, one.type === "checkbox" ? (one.checked ? "True" : "False") : one.value];
  }));
  const save = async () => {
    timer = null;
    if (stopped || form.dataset.sent) return;
    if (running) { plan(); return; }
    running = true;
    const sent = values();
    form.dispatchEvent(new Event("autosaving"));
    try {
      const answer = await fetch(location.href, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
      const told = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : { said: form.dataset.lost, stop: true };
      if (answer.ok && !told.stop) {
        for (const [name, value] of Object.entries(sent)) initial(name).value = value;
        form.dispatchEvent(new Event("autosaved"));
      }
      stopped = Boolean(told.stop);
      say(told.said, !answer.ok);
    } catch (error) {
      say(form.dataset.offline, true);
      plan();
    } finally {
      running = false;
    }
  };
  const plan = () => { clearTimeout(timer); timer = setTimeout(save, 1500); };
  form.addEventListener("input", plan);
  form.addEventListener("submit", () => clearTimeout(timer));
})();
