// Dropping files, and showing how far they are. Without it the form still sends them.
"use strict";
(() => {
  const form = document.getElementById("add");
  const files = document.getElementById("files");
  const now = document.getElementById("now");
  const bar = document.getElementById("bar");
  const list = document.getElementById("uploads");
  if (!form || !list) return;

  const drop = document.getElementById("drop");
  document.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) { files.files = event.dataTransfer.files; send(); }
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });

  async function send() {
    now.textContent = "Sending …";
    try {
      const answer = await fetch("/add", {
        method: "POST", body: new FormData(form),
        headers: { accept: "application/json", "x-form-token": document.body.dataset.formToken },
      });
      if (!answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        now.textContent = page.querySelector("[role=alert]")?.textContent || `Not kept (${answer.status}).`;
        return;
      }
      for (const file of await answer.json()) entry(file.id, file.name);
      now.textContent = "Kept; waiting to be read.";
      form.reset();
    } catch (error) {
      now.textContent = "The desk does not answer; nothing was kept. Try again.";
    }
  }

  function entry(id, name) {
    if (document.getElementById(`u-${id}`)) return;
    list.querySelector("li:not([id])")?.remove();
    const item = document.createElement("li");
    item.id = `u-${id}`;
    const strong = document.createElement("strong");
    strong.textContent = name;
    const state = document.createElement("span");
    state.dataset.state = "";
    state.textContent = " waiting to be read ";
    const reason = document.createElement("span");
    reason.dataset.reason = "";
    reason.className = "dim";
    item.append(strong, " ", state, " ", reason);
    list.prepend(item);
  }

  function counted(number, noun) {
    return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  }

  const stages = { loading: "Loading the model", looking: "Looking for reports", reading: "Reading" };
  const source = new EventSource("/add/progress");
  source.addEventListener("progress", (event) => {
    const news = JSON.parse(event.data);
    for (const file of news.files) {
      const item = document.getElementById(`u-${file.id}`);
      if (!item) continue;
      const told = { waiting: "waiting to be read", failed: "could not be read",
                     read: `${counted(file.documents, "report")}, ${counted(file.facts, "fact")}` }[file.state];
      item.querySelector("[data-state]").textContent = told;
      item.querySelector("[data-reason]").textContent = file.reason;
    }
    bar.hidden = !news.upload;
    if (news.upload) {
      const told = news.total ? `: ${news.done} of ${news.total} reports` : "";
      now.textContent = `${stages[news.stage] || ""}${told}`;
      if (news.total) { bar.max = news.total; bar.value = news.done; } else { bar.removeAttribute("value"); }
    } else if (news.files.length && news.files.every((file) => file.state !== "waiting")) {
      now.textContent = "All is read.";
    }
  });
  window.addEventListener("pagehide", () => source.close());
})();
