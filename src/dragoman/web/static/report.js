// Pointing at a card lights up its words and the reverse; "explain" opens in place. Without it the links between them do.
"use strict";
(() => {
  const report = document.querySelector(".report");
  if (!report) return;
  const panel = report.querySelector(".facts");
  const byNumber = new Map();
  for (const part of report.querySelectorAll("[data-n]")) {
    for (const number of part.dataset.n.split(" ")) {
      if (!byNumber.has(number)) byNumber.set(number, []);
      byNumber.get(number).push(part);
    }
  }
  let lit = [];

  function show(part) {
    for (const each of lit) each.classList.remove("lit");
    lit = part ? part.dataset.n.split(" ").flatMap((number) => byNumber.get(number) || []) : [];
    for (const each of lit) each.classList.add("lit");
    if (part && !part.classList.contains("card")) bringIntoPanel(lit.filter((each) => each.classList.contains("card")));
  }

  // Moves the list of cards alone, and only where it has a scroll bar of its own, so that the text stays put.
  function bringIntoPanel(cards) {
    if (!panel || panel.scrollHeight <= panel.clientHeight + 1) return;
    const shown = cards.filter((card) => card.offsetParent !== null);
    if (!shown.length) return;
    const frame = panel.getBoundingClientRect();
    const first = shown[0].getBoundingClientRect();
    const last = shown[shown.length - 1].getBoundingClientRect();
    if (first.top < frame.top || last.bottom > Math.min(frame.bottom, window.innerHeight)) panel.scrollTop += first.top - frame.top - 8;
  }

  const partOf = (target) => (target instanceof Element ? target.closest("[data-n]") : null);
  report.addEventListener("pointerover", (event) => show(partOf(event.target)));
  report.addEventListener("pointerleave", () => show(null));
  report.addEventListener("focusin", (event) => {
    const part = partOf(event.target);
    show(part);
    if (part && part.classList.contains("card")) {
      const words = (byNumber.get(part.dataset.n) || []).find((each) => each.classList.contains("m"));
      if (words && getComputedStyle(report).gridTemplateColumns.includes(" ")) words.scrollIntoView({ block: "nearest" });
    }
  });
  report.addEventListener("focusout", () => show(null));

  report.addEventListener("toggle", async (event) => {
    const box = event.target;
    if (!box.open || !box.dataset.from) return;
    const from = box.dataset.from;
    delete box.dataset.from;
    try {
      const answer = await fetch(from);
      if (!answer.ok) throw new Error(String(answer.status));
      const made = document.createElement("template");
      made.innerHTML = await answer.text();
      box.insertBefore(made.content, box.querySelector("p"));
    } catch {
      box.dataset.from = from; // the link in it leads to the same
    }
  }, true);

  // A fact of a long report may stand in a part that is not shown.
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (report.dataset.parts && /^[fs]-[0-9a-f]+$/.test(wanted) && !document.getElementById(wanted) && !location.search.includes("fact=")) {
    location.replace(`${report.dataset.parts}?fact=${wanted.slice(2)}${location.hash}`);
  }
})();
