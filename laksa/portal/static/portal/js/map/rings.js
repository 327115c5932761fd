// A number with its ring, drawn like the server draws it: late, waiting with a reason, running.
const radius = (total) => Math.min(24, Math.round(12 + 2 * Math.log2(total + 1)));
const share = (part, total) => (part ? Math.max(4, Math.round((100 * part) / total)) : 0);
const text = (value) => String(value).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const part = (r, kind, length, start) => (length
  ? `<circle class="ring__part ring__part--${kind}" cx="28" cy="28" r="${r}" pathLength="100" stroke-dasharray="${length} 100" stroke-dashoffset="${-start}" transform="rotate(-90 28 28)"/>`
  : "");

export const ring = ([code, name, , , total, late, waiting]) => {
  const r = radius(total);
  const overdue = share(late, total);
  const held = Math.min(100 - overdue, share(waiting, total));
  // Only areas have a name to stand under the ring; a single report has its title in the label.
  const label = code.includes(".") ? `<span class="mark__name">${text(name)}</span>` : "";
  return `<svg width="56" height="56" viewBox="0 0 56 56" aria-hidden="true"><circle class="ring__ground" cx="28" cy="28" r="${r}"/><circle class="ring__part ring__part--run" cx="28" cy="28" r="${r}"/>${part(r, "wait", held, overdue)}${part(r, "late", overdue, 0)}<text class="ring__number" x="28" y="28">${total}</text></svg>${label}`;
};

export const words = (says, [, , , , total, late, waiting], name) =>
  says.replace("%(name)s", name).replace("%(n)s", total).replace("%(late)s", late).replace("%(wait)s", waiting);
