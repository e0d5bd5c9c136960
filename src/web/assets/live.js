// Keeps an open page of the desk up to date. The server says that something changed; the page asks for
// itself anew and takes over the parts that carry data-live. What somebody is typing, has chosen or has
// unfolded stays. Without this file a page is as old as it is, and every form says so when it is sent.
"use strict";

(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const status = find("#live");
  if (status?.dataset.stream === undefined || !window.EventSource || !window.Idiomorph) return;

  const ticket = find("[data-ticket]")?.dataset.ticket;
  const BY_ITSELF = { "X-By-Itself": "1" };
  // A page of a question or of the queue is asked for anew as a whole, of any other page only the counts
  // beside it.
  const whole = ticket || find("#queue[data-live]");
  const address = () => {
    if (!whole) return find("#nav")?.dataset.url;
    return find("[data-ticket]")?.dataset.url ?? location.href;
  };
  // A page that changes more often than this is not read.
  const CALM = whole ? 3000 : 60000;
  // How long the line may be away before somebody is told.
  const PATIENCE = 10000;
  const AGAIN = 15000;

  // News is read once; what is wrong stays until it is over.
  const READ = 8000;
  let reading = 0;

  function say(words, lasting = true) {
    clearTimeout(reading);
    if (status.textContent !== words) status.textContent = words;
    if (words && !lasting) reading = setTimeout(() => say(""), READ);
  }

  // --- taking over ------------------------------------------------------------------------------

  // A part with a field that somebody touched waits until they have sent it.
  document.addEventListener("input", (event) => {
    const part = event.target.closest?.("[data-live]");
    if (part && event.target.type !== "checkbox") part.dataset.touched = "1";
  });

  const kept = {
    beforeAttributeUpdated: (name, element) =>
      !(
        (name === "open" && element.matches("details")) ||
        (name === "checked" && element.matches("input:is([type=checkbox], [type=radio])")) ||
        (name === "hidden" && element.matches("[data-all]")) ||
        // A form that was sent is not sent again.
        name === "data-sent"
      ),
  };

  // --- the rows of a list -----------------------------------------------------------------------
  // Nothing moves under the cursor: a row that stands there is renewed where it stands, one that left the
  // list is greyed, and what came waits until somebody asks for it.

  const rowsOf = (part) => all("tbody tr[id]", part);
  let list = null;
  let came = [];

  function renewRows(part, fresh) {
    const before = rowsOf(part);
    const now = new Map(rowsOf(fresh).map((row) => [row.id, row]));
    for (const row of before) {
      const same = now.get(row.id);
      if (same) window.Idiomorph.morph(row, same, { ignoreActiveValue: true, callbacks: kept });
      row.classList.toggle("is-gone", !same);
      const words = find(".rv-next", row);
      if (!same && words) words.textContent = part.dataset.gone;
    }
    // What moves up from a next page is not new.
    const order = [...now.keys()];
    const known = new Set(before.map((row) => row.id));
    const last = order.findLastIndex((id) => known.has(id));
    const goesOn = before.length > 0 && find("[rel=next]", fresh);
    came = order.filter((id, at) => !known.has(id) && (!goesOn || at < last));
    list = fresh.cloneNode(true);
    return offer();
  }

  // The button that shows them, and what it says.
  function offer() {
    const button = find("#fresh");
    if (!button) return "";
    const { one, many } = button.dataset;
    const words = came.length === 1 ? one : many.replace("#", came.length);
    const told = find("span", button);
    const news = came.length > 0 && told.textContent !== words;
    button.hidden = came.length === 0;
    told.textContent = came.length > 0 ? words : "";
    return news ? words : "";
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#fresh");
    const part = find("#queue");
    if (!button || !list || !part) return;
    event.preventDefault();
    const [first] = came;
    const cursor = find(".is-cursor")?.id;
    window.Idiomorph.morph(part, list, { ignoreActiveValue: true, callbacks: kept });
    list = null;
    came = [];
    offer();
    const row = document.getElementById(cursor ?? first) ?? document.getElementById(first);
    row?.classList.add("is-cursor");
    find("a", row ?? part)?.focus({ preventScroll: true });
    document.dispatchEvent(new Event("rv:renewed"));
  });

  function takeOver(page) {
    const cursor = find(".is-cursor")?.id;
    const seen = lastStep();
    let news = "";
    const [form, now] = [document, page].map((one) => find("#formulier", one)?.dataset.form);
    for (const fresh of all("[data-live]", page)) {
      const part = document.getElementById(fresh.id);
      if (!part) continue;
      if (fresh.dataset.live === "rows") {
        news = renewRows(part, fresh);
        continue;
      }
      // What stands round the words of a form is true of that form only, and holds none of them.
      if (fresh.dataset.live === "round" ? form !== now : part.dataset.touched) continue;
      window.Idiomorph.morph(part, fresh, { ignoreActiveValue: true, callbacks: kept });
    }
    if (cursor) document.getElementById(cursor)?.classList.add("is-cursor");
    document.dispatchEvent(new Event("rv:renewed"));
    warn(page);
    tell(page, news, seen);
  }

  // What happened since the form was opened, over what is being written in it.
  const MOST_NEWS = 5;

  function warn(page) {
    const own = find("#stale");
    if (!own) return;
    const changed = own.dataset.revision !== find("#stale", page)?.dataset.revision;
    const seen = Number(own.dataset.steps);
    const isNews = ({ dataset }) =>
      Number(dataset.step) > seen && (changed || dataset.news === "others");
    const news = all("[data-news]", page).filter(isNews).slice(0, MOST_NEWS).reverse();
    if (!changed && news.length === 0) return;
    const line = (step) => {
      const item = document.createElement("li");
      item.textContent = find("[data-words]", step).textContent;
      return item;
    };
    find("[data-meanwhile]", own).replaceChildren(...news.map(line));
    find("[data-changed]", own).hidden = !changed;
    own.hidden = false;
  }

  // The last step of the question that the page shows.
  const lastStep = () => Math.max(0, ...all("[data-step]").map(({ dataset }) => Number(dataset.step)));

  // Whether any step since is news: what the reader did is none, nor what the house did upon that. The
  // newest stands first.
  function areNews(steps, seen) {
    const led = (at) => steps.slice(at).find(({ dataset }) => dataset.news)?.dataset.news;
    return steps.some(({ dataset }, at) => Number(dataset.step) > seen && led(at) !== "own");
  }

  // Who does not see the page hears what it comes down to.
  function tell(page, came, seen) {
    const [before, now] = [document, page].map((one) => find("#live", one)?.dataset);
    const told = !ticket || areNews(all("[data-step]", page), seen);
    const news = told && now?.news !== before.news ? now?.news : undefined;
    if (now) Object.assign(status.dataset, now);
    say(came || (news ?? ""), false);
  }

  let waiting = 0;
  let last = 0;
  let missed = false;

  function renewSoon() {
    if (document.hidden) {
      missed = true;
      return;
    }
    waiting ||= setTimeout(renew, Math.max(200, last + CALM - Date.now()));
  }

  let turn = 0;

  async function renew() {
    waiting = 0;
    last = Date.now();
    const [own, asked] = [++turn, address()];
    if (!asked) return;
    try {
      const answer = await fetch(asked, { headers: BY_ITSELF, redirect: "manual" });
      if (answer.type === "opaqueredirect") say(status.dataset.out);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Somebody chose something else meanwhile, or a later answer was quicker.
      if (own === turn && asked === address()) takeOver(page);
    } catch {
      // The line is away; when it is there again, the page is renewed.
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (missed) renewSoon();
    missed = false;
    here();
  });

  // --- hearing ----------------------------------------------------------------------------------

  function heard(words) {
    const changes = words.split("\n");
    if (ticket === undefined) {
      if (changes.some((change) => !change.startsWith("presence "))) renewSoon();
      return;
    }
    if (changes.includes("unknown") || changes.includes(`ticket ${ticket}`)) renewSoon();
    if (changes.includes(`presence ${ticket}`)) here();
  }

  // A browser opens few lines to one server: one page listens and tells the others.
  const others = window.BroadcastChannel ? new BroadcastChannel("regiovraag-live") : null;
  let away = 0;

  const receive = {
    changed: heard,
    listening: () => {
      clearTimeout(away);
      away = 0;
      say("");
      renewSoon();
    },
    lost: () => {
      away ||= setTimeout(() => say(status.dataset.lost), PATIENCE);
    },
  };

  function tellAll(what, words = "") {
    receive[what](words);
    others?.postMessage({ what, words });
  }
  others?.addEventListener("message", ({ data }) => receive[data.what]?.(data.words));

  let first = true;
  function listen() {
    const source = new EventSource("/desk/live");
    source.addEventListener("changed", (event) => tellAll("changed", event.data));
    source.addEventListener("listening", () => {
      // The page that begins to listen has just been loaded.
      if (!first) tellAll("listening");
      first = false;
    });
    source.addEventListener("error", () => {
      tellAll("lost");
      // A line that was refused is not tried again by itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
  }

  if (others && navigator.locks) {
    navigator.locks.request("regiovraag-live", { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      // Whoever takes over may have missed something.
      first = false;
      navigator.locks.request("regiovraag-live", hold);
      return undefined;
    });
  } else {
    listen();
  }

  function hold() {
    listen();
    return new Promise(() => {});
  }

  // --- who else is here -------------------------------------------------------------------------

  const presence = () => find("#presence");
  const tab = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const OPEN_FOR = 25000;
  const fields = all(".rv-t__dock textarea[name=body], .rv-keep textarea");
  let doing = "reading";

  const words = (what) => {
    const csrf = find("input[name=csrf]")?.value ?? "";
    return new URLSearchParams({ csrf, tab, doing: what });
  };

  async function here() {
    if (!presence() || document.hidden) return;
    try {
      const answer = await fetch(presence().dataset.url, {
        method: "POST",
        headers: BY_ITSELF,
        body: words(doing),
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = find("#presence", page);
      if (fresh) window.Idiomorph.morph(presence(), fresh);
    } catch {
      // Said again in a moment.
    }
  }

  if (presence()) {
    here();
    setInterval(here, OPEN_FOR);
    for (const field of fields)
      field.addEventListener("input", () => {
        const now = fields.some((one) => one.value.trim()) ? "writing" : "reading";
        if (now === doing) return;
        doing = now;
        here();
      });
    window.addEventListener("pagehide", () => {
      navigator.sendBeacon(presence().dataset.url, words("left"));
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) here();
    });
  }
})();
