// Dragging somebody to another draft. Nothing here is needed: each draft has a form that does the same, and what it changes is shown first.
"use strict";
(() => {
  const board = document.getElementById("drafts");
  if (!board) return;
  const help = document.querySelector(".drag-help");
  if (help) help.hidden = false;
  let held = null;
  board.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-person]");
    if (held) event.dataTransfer.setData("text/plain", held.dataset.person);
  });
  board.addEventListener("dragend", () => { held = null; });
  const target = (event) => {
    const draft = event.target.closest(".draft");
    const own = held && held.closest(".draft");
    return own && draft && draft !== own && draft.dataset.theme === own.dataset.theme ? draft : null;
  };
  board.addEventListener("dragover", (event) => { if (target(event)) event.preventDefault(); });
  board.addEventListener("drop", (event) => {
    const draft = target(event);
    if (!draft) return;
    event.preventDefault();
    const form = held.closest(".draft").querySelector("form.move");
    form.elements.person.value = held.dataset.person;
    form.elements.to.value = draft.dataset.draft;
    form.requestSubmit();
  });
})();
