// Sends what waits in store.js, in the order in which it was written, and in nobody else's name. Loaded by pages and service worker alike.
{
  const bodyOf = (item, token) => {
    const body = new FormData();
    for (const [name, value] of item.fields) {
      if (value instanceof Blob) body.append(name, value, value.name || "foto.jpg");
      else body.append(name, value);
    }
    body.append("phone_at", new Date().toISOString());
    body.append("csrfmiddlewaretoken", token);
    return body;
  };

  // Whose session is this? Nobody's forms go out in another one's name.
  const who = async () => {
    const answer = await fetch("/lapangan/kunci/", { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return null;
    const session = await answer.json();
    self.crew.ahead = Date.now() - new Date(session.at).getTime();
    return session;
  };

  const send = async (item, token) => {
    const about = { key: item.key, code: item.code, what: item.what };
    let answer;
    try {
      answer = await fetch(item.url, { method: "POST", body: bodyOf(item, token), headers: { Accept: "application/json" } });
    } catch {
      return { ...about, state: "waiting" };
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.state) {
      await self.crew.drop(item.key);
      return { ...said, ...about };
    }
    // Signed out, too many, or the city is down: later. Anything else needs its writer, and keeps its photos.
    if (answer.redirected || answer.status === 429 || answer.status >= 500) return { ...about, state: "waiting" };
    await self.crew.refuse(item.key, said.message || String(answer.status)).catch(() => {});
    return { ...about, state: "refused", message: said.message };
  };

  const sendAll = async () => {
    const waiting = (await self.crew.all()).filter((item) => !item.refusal);
    if (!waiting.length) return [];
    const session = await who().catch(() => undefined);
    if (session === undefined) return waiting.map((item) => ({ key: item.key, state: "waiting" }));
    if (session === null) return [{ state: "signed_out" }];
    const results = [];
    // In the order in which they were written: a start comes before its end.
    for (const item of waiting) if (item.user === session.user) results.push(await send(item, session.token));
    return results;
  };

  // For a phone that is full: what it can't keep goes at once, or stays in its form.
  const sendAlone = async (item) => {
    const session = await who().catch(() => null);
    return session?.user === item.user ? send(item, session.token) : { key: item.key, state: "waiting" };
  };

  let running;
  Object.assign(self.crew, {
    // By how much the clock of this phone runs ahead of the city's, in milliseconds, once the city was asked.
    ahead: 0,
    sendAlone,
    who,
    // One run at a time in each place; a second one elsewhere is harmless, because every item has its key.
    sendAll: () => (running ??= sendAll().finally(() => { running = undefined; })),
  });
}
