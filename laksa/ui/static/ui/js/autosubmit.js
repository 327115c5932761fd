// Sends a filter form when a choice changes: <form data-autosubmit>. Its button stays for those without JavaScript.
for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=radio], input[type=checkbox], input[type=date]")) form.requestSubmit();
  });
}

// A form that was sent can't be sent twice by a second tap: <form data-once>; the button says what is happening.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button?.dataset.busy) return;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-busy", "true");
    const words = button.querySelector("[data-words]") ?? button;
    words.dataset.before = words.textContent;
    words.textContent = button.dataset.busy;
  });
}

// Coming back by the browser's own button finds the form ready again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    for (const words of form.querySelectorAll("[data-before]")) words.textContent = words.dataset.before;
  }
});
