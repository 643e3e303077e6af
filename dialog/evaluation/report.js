// What a page can do beyond being read: sort its tables, and choose among its dialogues.
"use strict";

for (const table of document.querySelectorAll("table.sorts")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, at) => {
    const words = row.cells[at].textContent.trim();
    if (words === "–" || words === "") return null;
    const number = Number(words.replace(/[,%]/g, "").replace(/ .*$/, ""));
    return Number.isNaN(number) ? words : number;
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), undefined, { numeric: true });
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      // numbers from the greatest at first, words from a
      const numbers = head.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const up = before ? before === "descending" : !numbers;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => [row, value(row, at)]);
      rows.sort(([, a], [, b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        return up ? compare(a, b) : compare(b, a);
      });
      body.append(...rows.map(([row]) => row));
    });
  });
}

for (const browser of document.querySelectorAll(".browser")) {
  const form = browser.querySelector(".filter");
  const [kind, words, said] = ["select", "input", "output"].map((tag) => form.querySelector(tag));
  const dialogues = [...browser.querySelectorAll(".dialogue")];
  const choose = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    for (const each of dialogues) {
      const fits = (!kind.value || each.dataset.kinds.split("|").includes(kind.value))
        && (!wanted || each.textContent.toLowerCase().includes(wanted));
      each.hidden = !fits;
      shown += fits;
    }
    said.textContent = `${shown} of ${dialogues.length}`;
  };
  form.hidden = false;
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  choose();
}
