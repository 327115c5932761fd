// Keeps "2 jam lalu" true while the page stays open: <time datetime="…" data-ago>.
const english = document.documentElement.lang.startsWith("en");
const units = english
  ? { minute: ["minute", "minutes"], hour: ["hour", "hours"], day: ["day", "days"] }
  : { minute: ["menit", "menit"], hour: ["jam", "jam"], day: ["hari", "hari"] };

const say = (count, unit) => {
  const words = `${count} ${units[unit][count === 1 ? 0 : 1]}`;
  return english ? `${words} ago` : `${words} lalu`;
};

const ago = (at, now) => {
  const minutes = Math.floor((now - at) / 60000);
  if (minutes < 1) return english ? "just now" : "baru saja";
  const midnights = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86400000);
  if (minutes < 60) return say(minutes, "minute");
  if (midnights === 0 || minutes < 720) return say(Math.floor(minutes / 60), "hour");
  if (midnights === 1) return english ? "yesterday" : "kemarin";
  return say(midnights, "day");
};

const update = () => {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const at = new Date(time.dateTime);
    // A time still to come keeps the server's words.
    if (at > Date.now()) continue;
    const words = ago(at, Date.now());
    const capital = /^[A-Z]/.test(time.textContent.trim());
    const shown = capital ? words[0].toUpperCase() + words.slice(1) : words;
    if (time.textContent !== shown) time.textContent = shown;
  }
};

if (document.querySelector("time[data-ago]")) setInterval(update, 30000);
