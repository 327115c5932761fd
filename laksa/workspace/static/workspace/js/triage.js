// Triage by keys: a number chooses (keys.js) and stays focused, Enter sends what is chosen.
const form = document.querySelector("form.triage");

if (form) {
  for (const radio of form.querySelectorAll("input[name=category]")) radio.addEventListener("change", () => radio.focus());
  const other = form.querySelector("[data-picks]");
  other?.addEventListener("change", () => { if (other.value) document.getElementById(other.dataset.picks).checked = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target.closest("a, button, summary, dialog, textarea") || target.closest("form") && target.form !== form) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
