{
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
if (at > Date.now()) continue;
const words = ago(at, Date.now());
const capital = /^[A-Z]/.test(time.textContent.trim());
const shown = capital ? words[0].toUpperCase() + words.slice(1) : words;
if (time.textContent !== shown) time.textContent = shown;
}
};
if (document.querySelector("time[data-ago]")) setInterval(update, 30000);
}
{
for (const button of document.querySelectorAll("[data-copy]")) {
if (!navigator.clipboard) continue;
button.hidden = false;
const words = button.querySelector("[data-words]") ?? button;
const before = words.textContent;
button.addEventListener("click", async () => {
try {
await navigator.clipboard.writeText(button.dataset.copy);
} catch {
return;
}
words.textContent = button.dataset.said;
const live = document.querySelector("[data-live]");
if (live) live.textContent = button.dataset.said;
setTimeout(() => { words.textContent = before; }, 2500);
});
}
}
{
for (const button of document.querySelectorAll("[data-share]")) {
if (!navigator.share) continue;
button.hidden = false;
button.addEventListener("click", () => {
const thing = { title: button.dataset.title, text: button.dataset.text, url: button.dataset.share };
navigator.share(thing).catch(() => {});
});
}
}
{
for (const form of document.querySelectorAll("form[data-autosubmit]")) {
for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
form.addEventListener("change", (event) => {
if (event.target.matches("select, input[type=radio], input[type=checkbox], input[type=date]")) form.requestSubmit();
});
}
for (const form of document.querySelectorAll("form[data-once]")) {
form.addEventListener("submit", (event) => {
if (form.dataset.sent) return event.preventDefault();
form.dataset.sent = "yes";
const button = event.submitter;
if (!button?.dataset.busy) return;
button.style.minWidth = `${button.offsetWidth}px`;
button.setAttribute("aria-busy", "true");
const words = button.querySelector("[data-words]") ?? button;
words.dataset.before = words.textContent;
words.textContent = button.dataset.busy;
});
}
addEventListener("pageshow", (event) => {
if (!event.persisted) return;
for (const form of document.querySelectorAll("form[data-sent]")) {
delete form.dataset.sent;
for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
for (const words of form.querySelectorAll("[data-before]")) words.textContent = words.dataset.before;
}
});
}
{
const english = document.documentElement.lang.startsWith("en");
const figure = new Intl.NumberFormat(english ? "en" : "id");
for (const box of document.querySelectorAll("[data-count]")) {
const most = Number(box.dataset.count);
const place = document.getElementById(`${box.id}_count`);
if (!place || !most) continue;
const spoken = document.createElement("span");
spoken.className = "unseen";
spoken.setAttribute("aria-live", "polite");
place.after(spoken);
const before = place.textContent;
let timer;
const say = () => {
const left = most - box.value.length;
const near = left < most / 5;
const words = left < 0
? (english ? `${figure.format(-left)} characters too many` : `${figure.format(-left)} huruf terlalu banyak`)
: (english ? `${figure.format(left)} characters left` : `Sisa ${figure.format(left)} huruf`);
place.textContent = near ? words : before;
place.classList.toggle("is-over", left < 0);
clearTimeout(timer);
if (near) timer = setTimeout(() => { spoken.textContent = words; }, 1000);
};
box.addEventListener("input", say);
say();
}
}
{
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const enhance = (select) => {
const label = document.querySelector(`label[for="${select.id}"]`);
const options = [...select.options].filter((option) => option.value);
const wrap = Object.assign(document.createElement("div"), { className: "found" });
const input = Object.assign(document.createElement("input"), { type: "text", id: `${select.id}_search`, autocomplete: "off", className: "input" });
const list = Object.assign(document.createElement("ul"), { id: `${select.id}_list`, className: "found__list", hidden: true });
const facts = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
for (const [name, value] of Object.entries(facts)) input.setAttribute(name, value);
for (const name of ["aria-describedby", "aria-invalid", "placeholder"]) {
if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
}
if (select.dataset.placeholder) input.placeholder = select.dataset.placeholder;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", label?.textContent.trim() ?? "");
label?.setAttribute("for", input.id);
select.hidden = true;
const required = select.required;
select.required = false;
input.required = required;
input.value = select.value ? select.selectedOptions[0].textContent.trim() : "";
wrap.append(input, list);
select.after(wrap);
let active = -1;
const rows = () => [...list.children];
const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
const point = (at) => {
active = at;
rows().forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
const row = rows()[at];
if (!row) return input.removeAttribute("aria-activedescendant");
input.setAttribute("aria-activedescendant", row.id);
row.scrollIntoView({ block: "nearest" });
};
const take = (row) => {
select.value = row.dataset.value;
input.value = row.dataset.name;
select.dispatchEvent(new Event("change", { bubbles: true }));
close();
};
const show = () => {
const asked = plain(input.value.trim());
const score = (option) => plain(option.textContent.trim()).indexOf(asked);
const hits = options.filter((option) => score(option) >= 0).sort((a, b) => score(a) - score(b)).slice(0, 8);
list.replaceChildren(...hits.map((option, index) => {
const row = Object.assign(document.createElement("li"), { id: `${list.id}_${index}` });
row.setAttribute("role", "option");
row.dataset.value = option.value;
row.dataset.name = option.textContent.trim();
row.append(Object.assign(document.createElement("span"), { textContent: row.dataset.name }));
const aside = option.dataset.aside ?? option.parentElement.label;
if (aside) row.append(" ", Object.assign(document.createElement("small"), { textContent: aside }));
return row;
}));
list.hidden = hits.length === 0;
input.setAttribute("aria-expanded", String(hits.length > 0));
point(asked && hits.length ? 0 : -1);
};
input.addEventListener("input", () => { select.value = ""; show(); });
input.addEventListener("click", () => { if (list.hidden) show(); });
input.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => { const row = event.target.closest("[role=option]"); if (row) take(row); });
input.addEventListener("keydown", (event) => {
const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
if (step) { event.preventDefault(); if (list.hidden) show(); const many = rows().length; if (many) point((active + step + many) % many); }
else if (event.key === "Enter" && active >= 0) { event.preventDefault(); take(rows()[active]); }
else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(); }
});
};
document.querySelectorAll("select[data-combobox]").forEach(enhance);
}
{
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
}
