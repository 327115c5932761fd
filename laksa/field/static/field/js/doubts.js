// What makes a day's work worth less without anybody noticing: a list of yesterday, a clock that is wrong. In words, for the band.
{
  // Further than this the city trusts no time of a phone.
  const TRUST_MS = 3 * 3600000;
  const DAY = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });

  self.crew.doubts = (isOffline) => {
    const say = JSON.parse(document.getElementById("crew-say").textContent);
    const { day } = document.querySelector("[data-day]")?.dataset ?? {};
    const off = Math.abs(self.crew.ahead);
    const told = [];
    if (isOffline && day && day !== new Date().toLocaleDateString("en-CA")) told.push(say.old_list.replace("{day}", DAY.format(new Date(`${day}T12:00`))));
    if (off > TRUST_MS) told.push(say.clock.replace("{hours}", Math.round(off / 3600000)));
    return told;
  };
}
