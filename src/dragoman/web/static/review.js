// Keys for the buttons of a review, and marks on the fields that were changed; all of it also works without.
"use strict";
(() => {
  const form = document.getElementById("verdict");
  const fields = form ? [...form.querySelectorAll("[data-coded]")] : [];
  const isChanged = (field) => field.value.trim() !== field.dataset.coded.trim();
  const mark = (field) => field.classList.toggle("is-changed", isChanged(field));
  fields.forEach((field) => { mark(field); field.addEventListener("input", () => mark(field)); });

  const box = document.getElementById("keys");
  const line = document.getElementById("keys-line");
  if (box && line) {
    line.hidden = false;
    box.checked = localStorage.getItem("dragoman-review-keys") !== "off";
    box.addEventListener("change", () => localStorage.setItem("dragoman-review-keys", box.checked ? "on" : "off"));
  }

  const problem = document.getElementById("problem");
  if (problem) problem.focus();

  // Sent once: what comes after the first press of a button or a key is left alone until the next page is there.
  let isSent = false;
  document.querySelectorAll("main form").forEach((each) => each.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  }));
  window.addEventListener("pageshow", () => { isSent = false; });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (box && !box.checked) return;
    if (event.key === "?") {
      const help = document.getElementById("help");
      help.open = !help.open;
      help.querySelector("summary").focus();
      event.preventDefault();
      return;
    }
    const button = document.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    if (event.key.toLowerCase() === "c" && !fields.some(isChanged)) { fields[0].focus(); return; }
    button.click();
  });
})();
