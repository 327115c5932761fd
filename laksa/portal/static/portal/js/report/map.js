// The map of the place step: the pin stands in the middle and the map moves under it, by finger, mouse or arrow keys.
// The base is the city's own outlines; tiles only where the city has set an address for them.
const loaded = (tag, facts) => new Promise((done, fail) => {
  const element = Object.assign(document.createElement(tag), facts, { onload: done, onerror: fail });
  document.head.append(element);
});

const draw = async (map, L, picker) => {
  const base = await (await fetch(picker.dataset.base)).json();
  L.geoJSON(base, {
    interactive: false,
    style: () => ({ className: "area" }),
    onEachFeature: (feature, layer) => {
      if (feature.properties?.name) layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center" });
    },
  }).addTo(map);
  const names = () => picker.classList.toggle("picker--far", map.getZoom() < 14);
  map.on("zoomend", names);
  names();
};

export const openPicker = async (picker, { centre, isKnown, moved }) => {
  await Promise.all([
    window.L ? null : loaded("script", { src: picker.dataset.script }),
    loaded("link", { rel: "stylesheet", href: picker.dataset.sheet }),
  ]);
  const { L } = window;
  const box = picker.querySelector(".picker__map");
  const map = L.map(box, { attributionControl: false, zoomControl: false, minZoom: 11, maxZoom: 18 }).setView(centre, isKnown ? 17 : 14);
  L.control.zoom({ zoomInTitle: picker.dataset.near, zoomOutTitle: picker.dataset.far }).addTo(map);
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", picker.dataset.label);
  box.tabIndex = 0;
  if (picker.dataset.tiles) L.tileLayer(picker.dataset.tiles).addTo(map);
  await draw(map, L, picker);
  let timer;
  map.on("moveend", () => {
    clearTimeout(timer);
    // Told once the map rests, or every arrow key would ask.
    timer = setTimeout(() => moved(map.getCenter().lat, map.getCenter().lng), 350);
  });
  box.focus({ preventScroll: true });
};
