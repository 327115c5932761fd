// Opens the form of an act in place: <a data-act href="…/plan/">. Without this script the link leads to its own page.
const PART = "X-Laksa-Part";

const open = async (link) => {
  const aside = link.closest(".case-side, .side");
  const old = document.querySelector(".act-open");
  const again = old?.dataset.of === link.href;
  old?.remove();
  if (again) return link.focus();
  let answer;
  try {
    answer = await fetch(link.href, { headers: { [PART]: "form" } });
  } catch {
    return location.assign(link.href);
  }
  // A redirect or a refusal is a page of its own, with its words.
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  const box = Object.assign(document.createElement("section"), { className: "act-open", innerHTML: await answer.text() });
  box.dataset.of = link.href;
  const place = aside ? null : document.querySelector("[data-act-place]");
  if (place) place.append(box); else link.after(box);
  link.closest("details")?.removeAttribute("open");
  box.dispatchEvent(new CustomEvent("laksa:part", { bubbles: true }));
  (box.querySelector("textarea, select, input:not([type=hidden]), .button--filled") ?? box).focus();
  box.scrollIntoView({ block: "nearest" });
  const close = () => { box.remove(); link.focus(); };
  box.querySelector("[data-act-close]")?.addEventListener("click", (event) => { event.preventDefault(); close(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.target.matches("textarea, input, select")) close();
  });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-act]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});
