// Keys on the review board: J and K move, X ticks, A sends. Nothing here is needed: every action has its button.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("article.proposal")];
  const typing = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox";
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = rows();
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const next = all[Math.min(all.length - 1, Math.max(0, here + (key === "j" ? 1 : -1)))];
      if (next) next.focus();
    } else if (here >= 0 && key === "x") {
      all[here].querySelector("input[name=proposal]")?.click();
    } else if (here >= 0 && key === "a") {
      all[here].querySelector("button.approve")?.click();
    } else {
      return;
    }
    event.preventDefault();
  });
})();
