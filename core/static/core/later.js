// Says to screen readers that a part of the page is being fetched, as long as it is. Without script there is a link instead.
"use strict";
for (const [name, busy] of [["htmx:beforeRequest", "true"], ["htmx:afterRequest", "false"]]) {
  document.addEventListener(name, ({ target }) => {
    if (target.classList.contains("later")) target.setAttribute("aria-busy", busy);
  });
}
