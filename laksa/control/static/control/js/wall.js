// The wall: asks for what changed every few seconds, and says so when it no longer knows.
const live = document.querySelector("[data-live-words]");
const words = live.querySelector("[data-words]");
const clock = document.querySelector("[data-clock]");
const english = document.documentElement.lang.startsWith("en");
const every = Number(live.dataset.every) * 1000;
const silent = Number(live.dataset.silent) * 1000;
let tag = "";
let heard = Date.now();

const hour = (at) =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: live.dataset.zone || undefined }).replace(":", english ? ":" : ".");

const show = (piece) => {
  for (const [name, markup] of Object.entries(piece.regions)) {
    const region = document.querySelector(`[data-region="${name}"]`);
    if (region && region.innerHTML !== markup) region.innerHTML = markup;
  }
  for (const land of document.querySelectorAll("[data-code]")) {
    const level = `land land--${piece.levels[land.dataset.code] ?? 0}`;
    if (land.getAttribute("class") !== level) land.setAttribute("class", level);
  }
};

const ask = async () => {
  try {
    const answer = await fetch(live.dataset.url, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", signal: AbortSignal.timeout(every * 2) });
    if (answer.redirected || (answer.status !== 304 && !answer.ok)) return;
    if (answer.status !== 304) {
      show(await answer.json());
      tag = answer.headers.get("ETag") ?? "";
    }
    heard = Date.now();
  } catch {
    // Silence is told below, by how long it has lasted.
  }
};

const tell = () => {
  const quiet = Date.now() - heard;
  const isLost = quiet > silent;
  const said = isLost ? live.dataset.lost.replace("%s", hour(heard)) : live.dataset.says.replace("%s", Math.round(quiet / 1000));
  if (words.textContent !== said) words.textContent = said;
  live.classList.toggle("is-lost", isLost);
  // Only the change to silence is told aloud; the seconds are not.
  live.setAttribute("aria-live", isLost ? "assertive" : "off");
  clock.textContent = hour(Date.now());
};

setInterval(ask, every);
setInterval(tell, 1000);
tell();
