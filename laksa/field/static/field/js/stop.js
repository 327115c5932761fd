// Forms of a stop go into the phone's queue first and are sent from there, with or without a signal.
const NEAR_M = 150;
// As the city itself judges a code of the day.
const TRAVEL_MS = 120000;
const CLOCK = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const DAY_AND_CLOCK = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const spot = JSON.parse(document.getElementById("crew-spot").textContent);
const say = JSON.parse(document.getElementById("crew-say").textContent);
const fill = (name, facts) => say[name].replace(/\{(\w+)\}/g, (_, key) => facts[key] ?? "");
const place = document.querySelector("[data-forms]");
const taken = new Map();

const whereAmI = () => new Promise((done) => {
  if (!navigator.geolocation) return done(null);
  navigator.geolocation.getCurrentPosition(({ coords }) => done(coords), () => done(null), { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 });
});
const metres = (one, two) => {
  const rad = Math.PI / 180;
  return Math.round(6371000 * Math.hypot((two.lat - one.latitude) * rad, (two.lon - one.longitude) * rad * Math.cos(two.lat * rad)));
};

// What the phone can check by itself is told as checked; the rest says that it waits.
const checksOf = (form, shot) => {
  const code = form.elements.photo_code?.value ? ["ok", say.code_ok] : ["warn", say.code_none];
  const found = [spot.code_until && shot.at > new Date(spot.code_until).getTime() + TRAVEL_MS ? ["late", say.code_over] : code];
  if (!shot.coords || spot.lat === null) found.push(["warn", say.place_none]);
  else {
    const far = metres(shot.coords, spot);
    found.push(far <= NEAR_M ? ["ok", fill("place_ok", { metres: far })] : ["late", fill("place_far", { metres: far })]);
  }
  const isOld = spot.code_since && shot.at < new Date(spot.code_since).getTime() - TRAVEL_MS;
  const time = isOld ? ["late", fill("time_old", { time: DAY_AND_CLOCK.format(shot.at) })] : ["ok", fill("time_ok", { time: CLOCK.format(shot.at) })];
  return [...found, time, ["warn", say.later]];
};
const showChecks = (form, shot) => {
  const list = form.querySelector("[data-check-list]");
  if (!list) return;
  list.hidden = false;
  list.replaceChildren(...checksOf(form, shot).map(([tone, text]) => Object.assign(document.createElement("li"), { className: `is-${tone}`, textContent: text })));
};

// The guided page issues a code for fifteen minutes, so it needs a signal; here the day's code holds.
const online = () => { for (const link of document.querySelectorAll("[data-online]")) link.hidden = !navigator.onLine; };
addEventListener("online", online);
addEventListener("offline", online);
online();

place.addEventListener("change", async (event) => {
  const input = event.target.closest("input[type=file]");
  if (!input) return;
  const files = [...input.files];
  const shot = { at: self.shot.takenAt(files), files };
  taken.set(input.form, shot);
  const pictures = shot.files.map((file) => Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: file.name, width: 88, height: 70 }));
  input.form.querySelector("[data-shots]").replaceChildren(...pictures);
  shot.place = whereAmI().then((coords) => { shot.coords = coords; });
  await shot.place;
  showChecks(input.form, shot);
});

const itemOf = async (form) => {
  const shot = taken.get(form);
  // Whoever is quicker than the phone finds its place still gets it.
  await shot?.place;
  const item = await self.shot.itemOf(form, shot?.files ?? [], { code: place.dataset.code, what: form.dataset.crew, url: form.action });
  if (item.photos) item.fields.push(["taken_at", shot.at.toISOString()]);
  if (shot?.coords) item.fields.push(...["latitude", "longitude", "accuracy"].map((name, index) => [["lat", "lon", "accuracy"][index], String(shot.coords[name])]));
  return item;
};

place.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  const result = await self.shot.hand(await itemOf(form));
  if (result.state === "done") return location.assign("/lapangan/");
  const words = result.state === "full" ? say.full : result.message ?? say.kept;
  document.querySelector("[data-live]").textContent = words;
  const note = Object.assign(document.createElement("p"), { className: "note note--warn", textContent: words });
  // What is nowhere but in this form stays in it.
  if (result.state !== "full") return form.replaceChildren(note);
  form.querySelector(".note")?.remove();
  button.before(note);
  button.disabled = false;
});
