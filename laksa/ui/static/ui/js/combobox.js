// Makes a long <select data-combobox> searchable (APG pattern: editable combobox with list autocomplete).
// The select stays in the form and carries the value; without JavaScript it is used as it is.
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

const enhance = (select) => {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const options = [...select.options].filter((option) => option.value);
  const wrap = Object.assign(document.createElement("div"), { className: "found" });
  const input = Object.assign(document.createElement("input"), { type: "text", id: `${select.id}_search`, autocomplete: "off", className: "input" });
  const list = Object.assign(document.createElement("ul"), { id: `${select.id}_list`, className: "found__list", hidden: true });
  const facts = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(facts)) input.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid", "placeholder"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  if (select.dataset.placeholder) input.placeholder = select.dataset.placeholder;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label?.textContent.trim() ?? "");
  label?.setAttribute("for", input.id);
  select.hidden = true;
  const required = select.required;
  select.required = false;
  input.required = required;
  input.value = select.value ? select.selectedOptions[0].textContent.trim() : "";
  wrap.append(input, list);
  select.after(wrap);

  let active = -1;
  const rows = () => [...list.children];
  const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const point = (at) => {
    active = at;
    rows().forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    const row = rows()[at];
    if (!row) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  };
  const take = (row) => {
    select.value = row.dataset.value;
    input.value = row.dataset.name;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };
  const show = () => {
    const asked = plain(input.value.trim());
    const score = (option) => plain(option.textContent.trim()).indexOf(asked);
    const hits = options.filter((option) => score(option) >= 0).sort((a, b) => score(a) - score(b)).slice(0, 8);
    list.replaceChildren(...hits.map((option, index) => {
      const row = Object.assign(document.createElement("li"), { id: `${list.id}_${index}` });
      row.setAttribute("role", "option");
      row.dataset.value = option.value;
      row.dataset.name = option.textContent.trim();
      row.append(Object.assign(document.createElement("span"), { textContent: row.dataset.name }));
      const aside = option.dataset.aside ?? option.parentElement.label;
      if (aside) row.append(" ", Object.assign(document.createElement("small"), { textContent: aside }));
      return row;
    }));
    list.hidden = hits.length === 0;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    point(asked && hits.length ? 0 : -1);
  };

  input.addEventListener("input", () => { select.value = ""; show(); });
  input.addEventListener("click", () => { if (list.hidden) show(); });
  input.addEventListener("blur", close);
  // Before the blur, so that a tap on a row is not lost.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const row = event.target.closest("[role=option]"); if (row) take(row); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); if (list.hidden) show(); const many = rows().length; if (many) point((active + step + many) % many); }
    else if (event.key === "Enter" && active >= 0) { event.preventDefault(); take(rows()[active]); }
    else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(); }
  });
};

document.querySelectorAll("select[data-combobox]").forEach(enhance);
document.addEventListener("laksa:swap", (event) => event.detail.querySelectorAll("select[data-combobox]").forEach(enhance));
