// The place to say on the phone to 112: where the phone is, in words; without internet as numbers.
const card = document.querySelector("[data-spoken]");
const facts = card?.dataset;
const put = (name, text) => { card.querySelector(`[data-${name}]`).textContent = text; };
const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

const tell = async ({ coords }) => {
  const [lat, lon] = [coords.latitude.toFixed(5), coords.longitude.toFixed(5)];
  put("detail", fill(facts.exact, { metres: Math.round(coords.accuracy) }));
  put("landmark", "");
  try {
    const found = await (await fetch(`${facts.spoken}?lat=${lat}&lon=${lon}`)).json();
    put("place", found.inside ? fill(facts.district, found) : `${facts.outside}: ${found.neighbour || `${lat}, ${lon}`}`);
    if (found.near) put("landmark", fill(facts.near, { name: found.near }));
  } catch {
    put("place", `${lat}, ${lon}`);
    put("landmark", facts.offline);
  }
};

const ask = () => {
  put("place", facts.asking);
  navigator.geolocation.getCurrentPosition(tell, () => put("place", facts.refused), { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 });
};

if (card && navigator.geolocation) {
  card.hidden = false;
  card.querySelector("[data-again]").addEventListener("click", ask);
  // Asked at once only where the person has allowed it before: a question must not stand before the number.
  navigator.permissions?.query({ name: "geolocation" }).then((state) => { if (state.state === "granted") ask(); }, () => {});
}
navigator.serviceWorker?.getRegistration().then((worker) => { if (worker?.active) document.querySelector("[data-kept-page]").hidden = false; });
