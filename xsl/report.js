// Filters what is on the page. Nothing is made here: without script everything is simply shown.
(function () {
  "use strict";
  const form = document.getElementById("filter");
  if (!form) return;
  const text = document.getElementById("filter-text");
  const count = document.getElementById("filter-count");
  const boxes = Array.from(form.querySelectorAll("input[type=checkbox]"));
  const groups = Array.from(document.querySelectorAll(".rule, .snapshot"), function (group) {
    return {
      element: group,
      rule: group.classList.contains("rule"),
      // The rule's title and the server's name match for every row below them.
      title: (group.querySelector("h3, caption") || group).textContent.toLowerCase(),
      rows: Array.from(group.querySelectorAll("[data-severity]"), function (row) {
        return { element: row, severity: row.dataset.severity, text: null };
      })
    };
  });
  const total = groups.reduce(function (sum, group) {
    return sum + (group.rule ? group.rows.length : 0);
  }, 0);

  function matches(row, group, words) {
    if (words.length === 0) return true;
    if (row.text === null) row.text = group.title + " " + row.element.textContent.toLowerCase();
    return words.every(function (word) { return row.text.includes(word); });
  }

  function apply() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; }));
    const everything = words.length === 0 && wanted.size === boxes.length;
    let shown = 0;
    groups.forEach(function (group) {
      let visible = 0;
      group.rows.forEach(function (row) {
        const keep = wanted.has(row.severity) && matches(row, group, words);
        row.element.hidden = !keep;
        if (keep) visible += 1;
      });
      group.element.hidden = !everything && visible === 0;
      if (group.rule) shown += visible;
    });
    count.textContent = everything ? total + " findings" : shown + " of " + total + " findings";
  }

  let timer = 0;
  function later() {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  }
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  text.addEventListener("input", later);
  boxes.forEach(function (box) { box.addEventListener("change", apply); });

  // Closed details are printed open, and closed again afterwards.
  let opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
  });

  form.hidden = false;
  apply();
})();
