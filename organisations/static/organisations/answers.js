// Questions that depend on another answer are shown only with that answer. Without this script all are shown, each with a sentence
// that says when it applies; what does not apply is left out by the server anyway.
"use strict";
(() => {
  const dependent = [...document.querySelectorAll("[data-depends-on]")];
  const chosen = (name) =>
    [...document.getElementsByName(name)].filter((input) => input.checked).map((input) => input.value);
  const show = () => {
    for (const part of dependent) {
      const other = document.getElementsByName(part.dataset.dependsOn)[0];
      const away = other?.closest("[data-depends-on]")?.hidden ?? false;
      part.hidden = away || !chosen(part.dataset.dependsOn).includes(part.dataset.value);
      const sentence = part.querySelector(".when");
      if (sentence) sentence.hidden = true;
    }
  };
  document.addEventListener("change", show);
  show();
})();
