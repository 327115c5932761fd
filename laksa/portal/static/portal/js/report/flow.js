// Makes the steps one page: <form data-flow>, <a data-flow>. The next step is fetched and takes the place of
// this one, the address follows, the question gets the focus and is announced. Whatever fails, the plain way works.
const live = document.querySelector("[data-live]");
const shell = () => document.querySelector(".page.flow");

const busy = (button, words) => {
  if (!button) return;
  const place = button.querySelector("[data-words]") ?? button;
  place.dataset.before ??= place.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  if (words) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
  place.textContent = words || place.dataset.before;
};

const show = (text, url, { push = true } = {}) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const next = page.querySelector(".page.flow");
  // Another kind of page (sent, gone, an error) is opened as itself.
  if (!next) return location.assign(url);
  const fresh = document.importNode(next, true);
  shell().replaceWith(fresh);
  document.title = page.title;
  if (push) history.pushState({ flow: true }, "", url);
  document.dispatchEvent(new CustomEvent("laksa:swap", { detail: fresh }));
  scrollTo(0, 0);
  const fault = fresh.querySelector("#salah");
  const { hash } = new URL(url, location.href);
  const found = hash ? fresh.querySelector(hash) : null;
  const goal = fault ?? found ?? fresh.querySelector("h1");
  goal?.focus();
  if (found) found.scrollIntoView({ block: "center" });
  if (live) live.textContent = `${fresh.querySelector(".flow__top .small")?.textContent ?? ""}: ${fresh.querySelector("h1")?.textContent ?? ""}`;
};

class NoSignal extends Error {}

const go = async (url, options) => {
  const answer = await fetch(url, { ...options, credentials: "same-origin" }).catch(() => { throw new NoSignal(); });
  const goal = new URL(answer.url);
  // A redirect loses the fragment of its address in some browsers, so the search says where its results are.
  if (!goal.hash && /\/tempat\/$/.test(goal.pathname) && options?.searching) goal.hash = "#hasil";
  if (answer.headers.get("Content-Type")?.startsWith("text/html")) show(await answer.text(), goal.href);
  else location.assign(goal.href);
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-flow]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const button = event.submitter ?? document.querySelector(".actions .button--filled");
  busy(button, button?.dataset.busy);
  try {
    // Photos that are still on their way are waited for; photos.js says how many.
    await Promise.all(window.laksaUploads ?? []);
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    const searching = body.get("way") === "text";
    const url = (event.submitter?.getAttribute("formaction")) || form.getAttribute("action");
    await go(url, { method: "POST", body, searching });
  } catch (error) {
    if (!(error instanceof NoSignal)) throw error;
    document.dispatchEvent(new CustomEvent("laksa:offline", { detail: { form } }));
  } finally {
    delete form.dataset.sent;
    if (button?.isConnected) busy(button);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-flow], .flow__back");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !/\/lapor\/./.test(link.pathname)) return;
  event.preventDefault();
  go(link.href).catch(() => location.assign(link.href));
});

addEventListener("popstate", () => {
  if (!shell()) return;
  fetch(location.href).then(async (answer) => show(await answer.text(), answer.url, { push: false })).catch(() => location.reload());
});
history.replaceState({ flow: true }, "");
