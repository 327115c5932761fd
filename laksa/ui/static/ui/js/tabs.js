// ARIA tabs over plain links: <div data-tabs><a class="tab" href="#cerita">…</a></div> <section id="cerita">.
// Without JavaScript they are links to sections that are all open.
for (const list of document.querySelectorAll("[data-tabs]")) {
  const tabs = [...list.querySelectorAll("a[href^='#']")];
  const panel = (tab) => document.getElementById(tab.hash.slice(1));
  if (tabs.length < 2 || tabs.some((tab) => !panel(tab))) continue;

  const choose = (chosen) => {
    for (const tab of tabs) {
      const is = tab === chosen;
      tab.setAttribute("aria-selected", String(is));
      tab.tabIndex = is ? 0 : -1;
      panel(tab).hidden = !is;
    }
  };

  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    tab.setAttribute("role", "tab");
    tab.removeAttribute("aria-current");
    tab.id ||= `tab-${tab.hash.slice(1)}`;
    tab.setAttribute("aria-controls", tab.hash.slice(1));
    panel(tab).setAttribute("role", "tabpanel");
    panel(tab).setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      choose(tab);
      history.replaceState(history.state, "", tab.hash);
    });
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.indexOf(event.target.closest("[role=tab]"));
    if (at < 0) return;
    const next = event.key === "Home" ? tabs[0] : event.key === "End" ? tabs.at(-1) : step && tabs.at((at + step) % tabs.length);
    if (!next) return;
    event.preventDefault();
    choose(next);
    next.focus();
  });
  choose(tabs.find((tab) => tab.hash === location.hash) ?? tabs[0]);
}
