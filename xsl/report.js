// Hides and orders what is on the page, copies commands, opens what is printed. Nothing that the report says
// is made here: without script everything is simply shown.
(function () {
  "use strict";
  const all = function (selector, root) { return Array.from((root || document).querySelectorAll(selector)); };
  const words = document.getElementById("words").dataset;
  const fill = function (text, a, b) { return text.replace("{1}", a).replace("{2}", b); };
  const number = new Intl.NumberFormat(document.documentElement.lang);

  // ---- the filter: its state stands in the fragment, as in #severity=error,warning&server=MAIL01 -------------
  const form = document.getElementById("filter");
  const lists = ["severity", "status"];
  const fields = ["q", "server", "rule"];
  // A row may be missed by what it lacks: without a baseline nothing has a status, and what has none is open.
  const groups = all(".rule, .snapshot").map(function (element) {
    const isRule = element.classList.contains("rule");
    return {
      element: element, isRule: isRule,
      title: (element.querySelector("summary") || element).textContent.toLowerCase(),
      rows: all("[data-severity]", element).map(function (row) {
        return {
          element: row, text: null, severity: row.dataset.severity, status: row.dataset.status || "open",
          rule: isRule ? element.dataset.rule : row.dataset.rule,
          server: (isRule ? row : element).dataset.server.toLowerCase()
        };
      })
    };
  });
  // Pages by rule and by server have no choice of rule.
  const valueOf = function (name) { return form.elements[name] ? form.elements[name].value.trim() : ""; };
  const boxes = function (name) { return all("input[name=" + name + "]", form); };

  function read() {
    const state = { words: valueOf("q").toLowerCase().split(/\s+/).filter(Boolean) };
    state.server = valueOf("server").toLowerCase();
    state.rule = valueOf("rule");
    lists.forEach(function (name) {
      const on = boxes(name).filter(function (box) { return box.checked; });
      state[name] = on.length === boxes(name).length ? null : new Set(on.map(function (box) { return box.value; }));
    });
    state.everything = !state.words.length && !state.server && !state.rule && !state.severity && !state.status;
    return state;
  }

  function wanted(row, group, state) {
    if (state.severity && !state.severity.has(row.severity)) return false;
    if (state.status && !state.status.has(row.status)) return false;
    if (state.rule && row.rule !== state.rule) return false;
    if (state.server && !row.server.includes(state.server)) return false;
    if (!state.words.length) return true;
    if (row.text === null) row.text = group.title + " " + row.element.textContent.toLowerCase();
    return state.words.every(function (word) { return row.text.includes(word); });
  }

  // A finding stands under its rule and under its server; it is counted once.
  const byRule = groups.some(function (group) { return group.isRule; });

  function apply() {
    const state = read();
    let shown = 0, total = 0;
    groups.forEach(function (group) {
      let visible = 0;
      group.rows.forEach(function (row) {
        const keep = state.everything || wanted(row, group, state);
        if (row.element.hidden === keep) row.element.hidden = !keep;
        visible += keep ? 1 : 0;
      });
      // A server without findings is shown by name only.
      const empty = !group.rows.length && !group.isRule && state.server && !state.rule && !state.words.length &&
        group.element.dataset.server.toLowerCase().includes(state.server);
      group.element.hidden = !state.everything && visible === 0 && !empty;
      if (group.isRule === byRule) { shown += visible; total += group.rows.length; }
    });
    document.getElementById("filter-count").textContent = state.everything
      ? fill(words.all, number.format(total)) : fill(words.shown, number.format(shown), number.format(total));
  }

  function toFragment() {
    const parts = [];
    fields.forEach(function (name) {
      const value = valueOf(name);
      if (value) parts.push(name + "=" + encodeURIComponent(value));
    });
    lists.forEach(function (name) {
      const on = boxes(name).filter(function (box) { return box.checked; });
      if (on.length < boxes(name).length)
        parts.push(name + "=" + on.map(function (box) { return box.value; }).join(","));
    });
    const url = location.pathname + location.search + (parts.length ? "#" + parts.join("&") : "");
    try { history.replaceState(null, "", url); } catch (e) { location.hash = parts.join("&"); }
  }

  function fromFragment() {
    const text = location.hash.slice(1);
    if (!text.includes("=")) return false;
    const state = new Map(text.split("&").map(function (part) {
      const at = part.indexOf("=");
      let value = part.slice(at + 1);
      try { value = decodeURIComponent(value); } catch (e) { /* as it stands */ }
      return [part.slice(0, at), value];
    }));
    fields.forEach(function (name) { if (form.elements[name]) form.elements[name].value = state.get(name) || ""; });
    lists.forEach(function (name) {
      const on = state.has(name) ? new Set(state.get(name).split(",")) : null;
      boxes(name).forEach(function (box) { box.checked = !on || on.has(box.value); });
    });
    return true;
  }

  function offerServers() {
    const names = new Set(all("[data-server]").map(function (element) { return element.dataset.server; }));
    const list = document.getElementById("server-names");
    Array.from(names).slice(0, 2000).forEach(function (name) {
      list.appendChild(document.createElement("option")).value = name;
    });
  }

  // The filter stays in sight where there is room for it; what a link leads to must not end up under it.
  function makeRoom() {
    const sticky = getComputedStyle(form).position === "sticky" ? form.offsetHeight : 0;
    document.documentElement.style.scrollPaddingTop = sticky + 12 + "px";
  }

  function startFilter() {
    let timer = 0;
    const changed = function () { apply(); toFragment(); };
    const goTo = function () { document.getElementById("findings").scrollIntoView({ behavior: "instant" }); };
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(changed, 120); });
    form.addEventListener("reset", function () { setTimeout(changed, 0); });
    document.getElementById("collapse").addEventListener("click", function () { openAll(false); });
    document.getElementById("expand").addEventListener("click", function () { openAll(true); });
    window.addEventListener("hashchange", function () { if (fromFragment()) { apply(); goTo(); } else reveal(); });
    document.addEventListener("click", function (event) {
      const link = event.target.closest("a[data-filter]");
      if (!link) return;
      event.preventDefault();
      location.hash = link.dataset.filter;
    });
    offerServers();
    form.hidden = false;
    makeRoom();
    window.addEventListener("resize", makeRoom);
    const shared = fromFragment();
    apply();
    if (shared) goTo();
  }

  function openAll(open) {
    groups.forEach(function (group) { group.element.open = open; });
  }

  // A link to something that is closed or filtered away shows it.
  function reveal() {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (e) { /* as it stands */ }
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.hidden && form) { form.reset(); }
    if (target.tagName === "DETAILS") target.open = true;
    setTimeout(function () { target.scrollIntoView({ behavior: "instant" }); }, 20);
  }

  // ---- sorting ----------------------------------------------------------------------------------------------
  function keyOf(group, column) {
    const row = group.rows ? group.rows[0] : group;
    const cell = row.cells[column];
    if (!cell) return "";
    if (cell.dataset.sort) return Number(cell.dataset.sort);
    const text = cell.textContent.trim();
    return cell.classList.contains("n") ? Number(text.replace(/[^0-9]/g, "")) : text.toLowerCase();
  }

  function sortBy(table, head) {
    const column = head.cellIndex;
    const up = head.getAttribute("aria-sort") !== "ascending";
    all("th", table.tHead).forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const parent = table.tBodies.length > 1 || table.classList.contains("objects") ? table : table.tBodies[0];
    const items = parent === table ? Array.from(table.tBodies) : Array.from(parent.rows);
    const keyed = items.map(function (item, i) { return { item: item, key: keyOf(item, column), i: i }; });
    keyed.sort(function (a, b) {
      const order = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
      return (up ? order : -order) || a.i - b.i;
    });
    keyed.forEach(function (entry) { parent.appendChild(entry.item); });
  }

  function startSorting() {
    all("table.sortable").forEach(function (table) {
      const many = table.tBodies.length > 1 || (table.tBodies[0] && table.tBodies[0].rows.length > 1);
      all("th", table.tHead).forEach(function (head) {
        if (!many || head.dataset.nosort) return;
        const button = document.createElement("button");
        button.type = "button";
        button.title = fill(words.sort, head.textContent.trim());
        button.append.apply(button, Array.from(head.childNodes));
        head.appendChild(button);
      });
    });
    document.addEventListener("click", function (event) {
      const head = event.target.closest("table.sortable thead th");
      if (head && event.target.closest("button")) sortBy(head.closest("table"), head);
    });
  }

  // ---- copying ----------------------------------------------------------------------------------------------
  function select(code) {
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  function say(button, text) {
    button.textContent = text;
    setTimeout(function () { button.textContent = words.copy; }, 2500);
  }

  function copy(button) {
    const code = button.parentElement.querySelector("code");
    const byHand = function () {
      select(code);
      let done = false;
      try { done = document.execCommand("copy"); } catch (e) { /* left selected */ }
      say(button, done ? words.copied : words.select);
    };
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(code.textContent).then(function () { say(button, words.copied); }, byHand);
  }

  function startCopying() {
    all("pre").forEach(function (pre) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.setAttribute("aria-live", "polite");
      button.textContent = words.copy;
      pre.classList.add("copyable");
      pre.appendChild(button);
    });
    document.addEventListener("click", function (event) {
      const button = event.target.closest("button.copy");
      if (button) copy(button);
    });
  }

  // ---- printing: what is closed is printed open, and closed again afterwards -----------------------------------
  let opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("details:not([open])");
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
  });

  startSorting();
  startCopying();
  if (form) startFilter(); else window.addEventListener("hashchange", reveal);
  reveal();
})();
