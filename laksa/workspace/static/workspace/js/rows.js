// Below 1100 px a row opens the full page; above, the case stands beside the list.
const wide = matchMedia("(min-width: 1100px)");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-rows] a");
  if (!link || wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const here = new URL(link.href);
  const code = here.searchParams.get("kasus");
  if (!code) return;
  event.preventDefault();
  here.searchParams.delete("kasus");
  location.assign(`${here.pathname}kasus/${code}/?kembali=${encodeURIComponent(here.pathname + here.search)}`);
});

// The chosen row is in sight, and its case begins at the top of the list's own scroll.
document.querySelector("[data-rows] .is-chosen")?.scrollIntoView({ block: "nearest" });

// A link to a part that stands behind a tab opens the tab.
const show = (hash) => {
  const tab = hash && document.querySelector(`[role=tab][href="${CSS.escape(hash).replace("\\#", "#")}"]`);
  tab?.click();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']:not([role=tab])");
  if (link) show(link.hash);
});
