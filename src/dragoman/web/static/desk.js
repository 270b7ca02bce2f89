// What the pages do beyond links and forms; every page works without it but for uploads with progress.
"use strict";
(() => {
  // A page that waits for what is being worked out asks for itself until it is there.
  const OFTEN = 1500;
  const RARELY = 6000;
  const waiting = document.querySelector("[data-again]");
  if (!waiting) return;

  async function ask() {
    let next = RARELY;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const still = fresh.querySelector("[data-again] [role=status]");
      if (answer.ok && !still) return arrive();
      if (still) { waiting.querySelector("[role=status]").textContent = still.textContent; next = OFTEN; }
    } catch (error) { /* The desk may be starting again. */ }
    setTimeout(ask, next);
  }

  function arrive() {
    // Nothing that somebody is typing is taken away.
    if (document.activeElement?.matches("input, select, textarea")) {
      waiting.querySelector("[role=status]").textContent = "It is there.";
    } else {
      location.reload();
    }
  }

  setTimeout(ask, OFTEN);
})();
