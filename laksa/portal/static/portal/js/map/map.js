// The map of reports: the page's own drawing under a map that moves, numbers from the server for what is in view.
import { ring, words } from "./rings.js";
import { swap } from "./list.js";

const box = document.querySelector("[data-map]");
const facts = box.dataset;
const loaded = (tag, attributes) => new Promise((done, fail) => {
  document.head.append(Object.assign(document.createElement(tag), attributes, { onload: done, onerror: fail }));
});

const overlay = (L, map, bounds) => {
  const still = box.querySelector(".chart__still");
  const base = still.cloneNode(false);
  base.removeAttribute("aria-label");
  base.removeAttribute("class");
  base.append(still.querySelector(".chart__base").cloneNode(true));
  L.svgOverlay(base, bounds, { interactive: false }).addTo(map);
  return base;
};

const button = (name, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "chart__here", title: name });
  made.setAttribute("aria-label", name);
  made.innerHTML = document.querySelector("[data-here-icon]").innerHTML;
  made.addEventListener("click", act);
  return made;
};

const start = async () => {
  await Promise.all([loaded("link", { rel: "stylesheet", href: facts.sheet }), loaded("script", { src: facts.script })]);
  const { L } = window;
  const bounds = JSON.parse(facts.bounds);
  const live = box.querySelector("[data-live-map]");
  live.hidden = false;
  const map = L.map(live, { attributionControl: false, zoomControl: false, minZoom: 10, maxZoom: Number(facts.max), zoomSnap: 0.25 });
  box.querySelector(".chart__scroll").hidden = true;
  live.setAttribute("role", "application");
  live.setAttribute("aria-label", facts.label);
  L.control.zoom({ position: "topright", zoomInTitle: facts.near, zoomOutTitle: facts.far }).addTo(map);
  if (facts.tiles) L.tileLayer(facts.tiles).addTo(map);
  const base = overlay(L, map, bounds);
  const marks = L.layerGroup().addTo(map);
  const fit = (focus, options) => map.fitBounds(focus ?? bounds, { padding: [12, 12], maxZoom: 15, ...options });
  fit(JSON.parse(facts.focus));

  // One address at a time: its numbers on the map, its list beside it.
  let asked = "";
  const show = async () => {
    const view = map.getBounds();
    const query = new URLSearchParams(location.search);
    query.set("kotak", [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((edge) => edge.toFixed(4)).join());
    query.set("zum", Math.floor(map.getZoom()));
    asked = query.toString();
    const answer = await fetch(`${facts.numbers}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || asked !== query.toString()) return;
    const { clusters } = await answer.json();
    marks.clearLayers();
    for (const row of clusters) marks.addLayer(mark(L, row));
    document.querySelector("[data-live]").textContent = facts.moved.replace("%(n)s", clusters.length);
  };
  const mark = (L, row) => {
    const [, name, lat, lon, , , , url] = row;
    const label = words(facts.says, row, name || facts.square);
    const icon = L.divIcon({ className: "mark", html: ring(row), iconSize: [56, 56] });
    const made = L.marker([lat, lon], { icon, title: label, riseOnHover: true });
    made.on("add", () => { made.getElement().setAttribute("aria-label", label); });
    made.on("click keypress", (event) => {
      if (event.originalEvent instanceof KeyboardEvent && event.originalEvent.key !== "Enter") return;
      if (url.startsWith("?")) go(url);
      else if (url) location.assign(url);
      else map.flyTo([lat, lon], Math.min(map.getZoom() + 2, Number(facts.max)), { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    });
    return made;
  };
  const go = async (url, isBack) => {
    const page = await swap(url);
    if (!page) return location.assign(url);
    if (!isBack) history.pushState({}, "", url);
    const chosen = page.querySelector("[data-map]");
    base.querySelector(".chart__base").replaceWith(chosen.querySelector(".chart__base"));
    fit(JSON.parse(chosen.dataset.focus), { animate: false });
    show();
  };
  addEventListener("popstate", () => go(location.href, true));
  live.append(button(facts.here, () => map.locate({ setView: true, maxZoom: 15 })));
  // On a small screen the whole city leaves no room for names.
  const names = () => box.classList.toggle("chart--far", map.getZoom() < 11.5);
  map.on("zoomend", names);
  names();
  map.on("moveend", show);
  show();
};

// Where the map can't be loaded the drawing stays, with the same numbers as links.
start().catch(() => { box.querySelector(".chart__scroll").hidden = false; box.querySelector("[data-live-map]").hidden = true; });
