// Keys on the review board. Nothing here is needed: every action has its button, and the list of keys stands on the page.
"use strict";
(() => {
  const help = document.getElementById("keys");
  if (!help) return;
  const toggle = help.querySelector(".keys-switch input");
  help.querySelector(".keys-switch").hidden = false;
  try { toggle.checked = localStorage.getItem("board-keys") !== "off"; } catch { /* no storage: on */ }
  toggle.addEventListener("change", () => {
    try { localStorage.setItem("board-keys", toggle.checked ? "on" : "off"); } catch { /* for this page only */ }
  });

  const dialog = document.createElement("dialog");
  dialog.className = "keys-dialog";
  const title = help.querySelector("summary").cloneNode(true);
  const heading = Object.assign(document.createElement("h2"), { textContent: title.textContent, id: "keys-title" });
  const close = Object.assign(document.createElement("button"), { className: "button quiet", textContent: help.dataset.close });
  close.addEventListener("click", () => dialog.close());
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.append(heading, help.querySelector("dl").cloneNode(true), close);
  document.body.append(dialog);

  const rows = () => [...document.querySelectorAll(".proposal")];
  const typing = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox";
  const press = { x: "input[name=proposal]", a: "button.approve", h: "button.hold", l: "button.lock", s: "a.swap", b: "a.beside", o: "a.more" };
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !typing(event.target)) {
      if (toggle.checked && !dialog.open) dialog.showModal();
      return;
    }
    if (!toggle.checked || dialog.open || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = rows();
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const next = all[Math.min(all.length - 1, Math.max(0, here + (key === "j" ? 1 : -1)))];
      if (next) next.focus();
    } else if (here >= 0 && key === "r") {
      const reject = all[here].querySelector("details.reject");
      if (reject) { reject.open = true; reject.querySelector("select").focus(); }
    } else if (here >= 0 && press[key]) {
      all[here].querySelector(press[key])?.click();
    } else {
      return;
    }
    event.preventDefault();
  });
})();
