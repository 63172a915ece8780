// The number beside a slider follows it. Without this script it says what was sent last; the slider works all the same.
"use strict";
(() => {
  const tell = (slider) => {
    const number = slider.parentElement.querySelector("output");
    if (number) number.value = slider.value;
  };
  document.addEventListener("input", ({ target }) => {
    if (target.type === "range") tell(target);
  });
  // Going back, a browser puts sliders where they were left.
  window.addEventListener("pageshow", () => document.querySelectorAll(".slider input[type=range]").forEach(tell));
})();
