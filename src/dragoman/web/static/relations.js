// Takes the picture of a chart into the page, so that its points are links and follow light and dark.
"use strict";
for (const place of document.querySelectorAll("[data-picture]")) {
  const drawn = document.createElement("div");
  fetch(place.dataset.picture, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
    .then((text) => {
      const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      if (svg.nodeName !== "svg") return;
      const shown = place.querySelector("img");
      drawn.className = "chart";
      drawn.setAttribute("role", "group");
      drawn.setAttribute("aria-label", shown ? shown.alt : "Chart");
      drawn.append(document.importNode(svg, true));
      place.replaceChildren(drawn);
    })
    .catch(() => { /* The picture stays as it is. */ });
}
