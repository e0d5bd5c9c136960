// The desk's keys and small comforts. Every one of them presses a link or a button that is on the
// page already: without this file nothing is lost but speed.
"use strict";

(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- keys -------------------------------------------------------------------------------------

  const KEYS_OFF = "regiovraag-keys-off";
  const lettersOn = () => localStorage.getItem(KEYS_OFF) === null;

  const ROW = ".rv-q tbody tr:not(.rv-q__group), .rv-hitlist > li";
  const rows = () => all(ROW);
  const here = () => find(":is(.rv-q, .rv-hitlist) .is-cursor");
  const link = (row) => find(".rv-q__link", row);

  function goTo(row) {
    if (!row) return;
    here()?.classList.remove("is-cursor");
    row.classList.add("is-cursor");
    link(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const list = rows();
    const at = list.indexOf(here());
    goTo(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }

  // Whoever comes back to a list stands where they were: in the row itself, or in the one that took its
  // place when it went elsewhere.
  const STOOD = "regiovraag-stood";
  const stood = JSON.parse(sessionStorage.getItem(STOOD) ?? "{}");
  const named = location.hash.slice(1);
  const inItsPlace = () => (named && stood.id === named ? (rows()[stood.at] ?? rows().pop()) : null);
  const cameFrom = document.getElementById(named) ?? inItsPlace();
  if (cameFrom?.matches(ROW)) {
    goTo(cameFrom);
    // When all has loaded the browser goes to the row itself, and takes the cursor out of it.
    window.addEventListener("load", () => {
      setTimeout(() => {
        if (here() === cameFrom && document.activeElement === document.body) goTo(cameFrom);
      });
    });
  }
  window.addEventListener("pagehide", () => {
    const row = here();
    if (row) sessionStorage.setItem(STOOD, JSON.stringify({ id: row.id, at: rows().indexOf(row) }));
  });

  // In the queue these letters open the chosen question at its form, in its first field, where the
  // reader may send it.
  const FORMS = { a: "answer#tekst", f: "forward#tekst", n: "note#tekst", e: "close#reden" };

  // Whoever opens a form goes on typing at once. What is typed before the form is there is kept for
  // its field: no letter of it is a key, least of all of the page that one leaves.
  const AHEAD = "regiovraag-ahead";
  let opening = false;

  function leaveFor(url) {
    opening = true;
    location.assign(url);
  }

  // The form that a link opens, when it is on this page already.
  function formOf(target) {
    const { pathname, searchParams, hash } = new URL(target.href);
    const names = [...searchParams.keys()].join();
    const shown = find(`.rv-t__dock[data-form="${searchParams.get("do")}"]`);
    const page = new URL(find("[data-ticket]")?.dataset.url ?? location.href, location.href);
    return shown && pathname === page.pathname && names === "do" ? find(hash, shown) : null;
  }

  // What shows when something folded opens: its first field, else the first thing to press.
  function unfold(summary) {
    summary.click();
    const fold = summary.parentElement;
    const inside = "input:not([type=hidden]), select, textarea";
    if (fold.open) (find(inside, fold) ?? find("a, button", fold))?.focus();
  }

  function use(target) {
    if (target.matches("[data-confirm]")) {
      // What mails somebody outside is shown, with its name on it; Enter presses it.
      target.scrollIntoView({ block: "center" });
      target.focus();
    } else if (target.matches("summary")) {
      unfold(target);
    } else if (target.hash && target.dataset.key !== "u" && !target.matches("[data-insert]")) {
      const field = formOf(target);
      if (field) field.focus();
      else leaveFor(target.href);
    } else {
      target.click();
    }
  }

  // What a key does to the row of the cursor, or on the page.
  function pressed(key, row) {
    const name = `[data-key="${CSS.escape(key)}"]:not([hidden])`;
    const target = row ? (find(name, row) ?? find(`${name}[data-page-key]`)) : find(name);
    if (target) return () => use(target);
    if (!row || !FORMS[key] || !find("[data-forms]")?.dataset.forms.includes(key)) return null;
    return () => {
      const url = new URL(link(row).href);
      const [form, field] = FORMS[key].split("#");
      url.searchParams.set("do", form);
      url.hash = field;
      leaveFor(url);
    };
  }

  // After G, a letter goes to a part of the desk.
  const GOES = 1500; // milliseconds
  let going = 0;

  const place = (key) => find(`[data-go="${CSS.escape(key)}"]`);

  function go() {
    clearTimeout(going);
    going = setTimeout(() => (going = 0), GOES);
  }

  // What a key does here and now, with the cursor in this row; nothing: none. The sheet of keys lists
  // exactly those that do something.
  function does(key, row) {
    const box = row && find(BOX, row);
    const own = {
      j: rows().length > 0 && (() => step(1)),
      k: rows().length > 0 && (() => step(-1)),
      x: box && (() => toggle(row)),
      X: box && (() => stretch(box)),
      g: find("[data-go]") && go,
      "/": find("#q") && (() => find("#q").focus()),
      "?": find("#keys") && toggleSheet,
    }[key];
    if (own) return own;
    return /^[a-z0-9.;]$/.test(key) ? (bulk(key, row) ?? pressed(key, row)) : null;
  }

  // All that can be done here, by its name: what the sheet lists, and the links and buttons beside it.
  const NAMELY =
    "#nav a, :is(.rv-t__acts, .rv-thread__head, .rv-compose__tabs) :is(a, button), " +
    ".rv-compose [data-insert], .rv-t__side :is(summary, a.au-c-link)";

  function actions() {
    const row = here();
    const keys = all("#keys [data-for]").map((line) => {
      const { for: key } = line.dataset;
      const part = key.startsWith("g ") && place(key[2]);
      return [find("dt", line).textContent, part ? () => part.click() : does(key, row)];
    });
    const words = (one) => [...one.childNodes].filter((node) => node.nodeName !== "KBD");
    const name = (one) => one.title || words(one).map((node) => node.textContent).join("").trim().replace(/\s+/g, " ");
    const rest = all(NAMELY).filter((one) => !one.dataset.key);
    if (chosen().length > 0) rest.push(...all("#bulk :is([value=assign], [value=knelpunt])"));
    const found = [...keys.filter(([, act]) => act), ...rest.map((one) => [name(one), () => use(one)])];
    const names = found.map(([one]) => one.toLowerCase());
    return found.filter((_, at) => names.indexOf(names[at]) === at);
  }

  // How the sheet names what is no single key.
  const NAMED = {
    "Control+k": () => true,
    Enter: () => rows().length > 0,
    Escape: () => true,
    "Control+Enter": () => Boolean(find(".rv-t__dock form [type=submit]")),
    rows: () => rows().length > 0,
    j: () => rows().length === 0 && does("j"),
    k: () => rows().length === 0 && does("k"),
  };

  function listKeys(sheet) {
    const row = here() ?? rows()[0];
    for (const line of all("[data-for]", sheet)) {
      const { for: key } = line.dataset;
      const works = NAMED[key] ?? (() => (key.startsWith("g ") ? place(key[2]) : does(key, row)));
      line.hidden = !works();
    }
  }

  find("#keys")?.addEventListener("toggle", ({ target }) => {
    if (target.open) listKeys(target);
  });

  function toggleSheet() {
    const sheet = find("#keys");
    if (!sheet) return;
    sheet.open = !sheet.open;
    if (sheet.open) find("summary", sheet).focus();
  }

  // --- several at once --------------------------------------------------------------------------

  const BOX = ".rv-q__sel input[name]";
  const boxes = () => all(BOX);
  const chosen = () => boxes().filter((box) => box.checked);
  const whole = () => find("[data-all] input");
  let lastBox = null;

  function count() {
    const words = find("[data-chosen]");
    const many = chosen().length;
    if (words) words.textContent = words.dataset.chosen.replace("#", many);
    const box = whole();
    if (!box) return;
    box.checked = many > 0 && many === boxes().length;
    box.indeterminate = many > 0 && !box.checked;
  }

  function toggle(row) {
    const box = find(BOX, row);
    box.checked = !box.checked;
    lastBox = box;
    count();
  }

  // From the last one that was chosen to this one.
  function stretch(box) {
    if (!chosen().length) lastBox = box;
    const list = boxes();
    const [from, to] = [list.indexOf(lastBox), list.indexOf(box)].sort((a, b) => a - b);
    if (from >= 0) for (const one of list.slice(from, to + 1)) one.checked = true;
    count();
  }

  const BULK = { d: "forward", t: "take", l: "topic", e: "close" };

  // Without a choice, what needs no form of its own is about the row of the cursor.
  const ALONE = ["t", "l"];

  function bulk(key, row) {
    const button = BULK[key] && find(`#bulk [value="${BULK[key]}"]`);
    if (!button) return null;
    if (chosen().length > 0) return () => button.click();
    const box = ALONE.includes(key) && row && find(BOX, row);
    if (!box) return null;
    return () => {
      box.checked = true;
      count();
      button.click();
    };
  }

  // The list comes anew when somebody filters, and when something changed.
  function listed() {
    if (!whole()) return;
    whole().closest("[data-all]").hidden = false;
    count();
  }

  document.addEventListener("change", (event) => {
    if (event.target !== whole()) return;
    for (const box of boxes()) box.checked = event.target.checked;
    count();
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.(BOX);
    if (!box) return;
    if (event.shiftKey) stretch(box);
    lastBox = box;
    count();
  });
  // After the boxes are empty.
  document.addEventListener("reset", () => setTimeout(count));
  document.addEventListener("rv:renewed", listed);
  listed();

  // --- filters ----------------------------------------------------------------------------------
  // A chosen filter is looked up at once, and the list takes the place of the one on screen; where that
  // fails the form is sent as it is.

  let looking = null;
  let shown = location.search;

  async function filter(form) {
    const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
    const url = new URL(form.action);
    url.search = new URLSearchParams(chosen);
    looking?.abort();
    looking = new AbortController();
    const { signal } = looking;
    try {
      const answer = await fetch(url, { signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      history.pushState(null, "", url);
      shown = location.search;
      for (const id of ["queue", "count", "scopes", "clear", "keep", "title", "fresh", "nav", "fold"]) {
        const fresh = page.getElementById(id);
        if (fresh) document.getElementById(id)?.replaceWith(fresh);
      }
      document.title = page.title;
      for (const one of all("select", form)) one.classList.toggle("is-set", one.value !== "");
      listed();
    } catch {
      if (!signal.aborted) form.submit();
    }
  }

  const filters = find("form[data-filters]");
  if (filters) {
    filters.addEventListener("change", () => filter(filters));
    find("[type=submit]", filters).hidden = true; // a choice is enough
  }
  window.addEventListener("popstate", () => {
    if (location.search !== shown) location.reload();
  });

  const isField = (element) =>
    element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      opening = false;
      const open = find("details.rv-drop[open]");
      if (open) {
        open.open = false;
        find("summary", open).focus();
      } else if (isField(event.target)) {
        // Out of the field every letter is a key again.
        event.target.blur();
      } else if (chosen().length > 0) {
        find("#bulk").reset();
      }
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // The button says who gets it; Enter presses it.
      const dock = event.target.closest(".rv-t__dock");
      const form = dock && find("form[data-draft]", dock);
      const other = form?.elements.other;
      // Of several who can get it: whose mail was shown, or who was chosen.
      const mailed = dock && find("#voorbeeld .rv-chip", dock)?.textContent;
      const seen = mailed && form && all(".rv-forward > li", form).find((one) => one.textContent.includes(mailed));
      const send = form && find("[type=submit]", seen || (other?.value ? other.closest("li") : form));
      send?.scrollIntoView({ block: "nearest" });
      send?.focus();
      if (send) event.preventDefault();
      return;
    }
    if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      const dialog = find("#actions");
      if (!dialog) return;
      event.preventDefault();
      if (!dialog.open) import(dialog.dataset.script).then(({ choose }) => choose(dialog, actions()));
      return;
    }
    const digit = event.altKey && event.code.match(/^Digit([1-9])$/)?.[1];
    if (digit && pressed(digit)) {
      event.preventDefault();
      pressed(digit)();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    if (!lettersOn()) return;
    if (opening) {
      if (event.key.length > 1) return;
      sessionStorage.setItem(AHEAD, (sessionStorage.getItem(AHEAD) ?? "") + event.key);
      event.preventDefault();
      return;
    }
    const there = going && place(event.key);
    clearTimeout(going);
    going = 0;
    const act = there ? () => there.click() : does(event.key, here());
    if (act) {
      act();
      event.preventDefault();
    }
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.(ROW);
    if (!row || row === here()) return;
    here()?.classList.remove("is-cursor");
    row.classList.add("is-cursor");
  });

  for (const box of all("[data-keys]")) {
    box.checked = lettersOn();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "1");
    });
  }

  // A menu closes when one clicks beside it.
  document.addEventListener("click", (event) => {
    for (const menu of all("details.rv-drop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // --- drafts -----------------------------------------------------------------------------------
  // What is typed goes to the server a moment after the last key, and stands in its form again wherever
  // that is opened. Until the server has it, and until it has carried out what was sent, this tab keeps
  // it too: a session that ended or a line that is away loses nothing. A form without a place on the server
  // is kept in the tab alone.

  const PAUSE = 1000; // milliseconds without a key
  const NOT_TYPED = ["csrf", "revision", "steps", "reread", "nonce"];
  const KEPT = "regiovraag-draft-";
  const line = () => find("#form-kept");
  const keyOf = (form) => `${KEPT}${line()?.dataset.reader ?? ""}-${form.dataset.draft}`;

  const joined = (before, after) => (before.trim() ? `${before.trimEnd()}\n\n${after}` : after);

  // The fields of a form as a list of names and values.
  const typedIn = (form) =>
    [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name),
    );
  const isText = (field) => field.matches("textarea, input:not([type=checkbox], [type=radio])");
  const fieldsOf = (form) =>
    [...form.elements].filter(
      (field) => field.matches("[name]:is(textarea, select, input:not([type=hidden], [type=file]))"),
    );

  // What the tab kept comes back. Where the server has other words by now, both stay.
  function fill(form, kept) {
    const values = (list, name) => list.filter(([one]) => one === name).map(([, value]) => value);
    for (const field of fieldsOf(form)) {
      const own = values(kept.fields, field.name);
      if (isText(field)) {
        const [typed = "", begun = ""] = [own[0], values(kept.from, field.name)[0]];
        const there = field.value;
        if (!there.trim() || there === begun || typed.includes(there)) field.value = typed;
        else if (field.matches("textarea") && !there.includes(typed)) {
          field.value = joined(typed, there);
        }
      } else if (field.matches("select")) {
        if (own.length > 0) field.value = own[0];
      } else {
        field.checked = own.includes(field.value);
      }
    }
  }

  // What was sent has been carried out when its page says so.
  const done = Boolean(find(".rv-done, [data-leaves] form"));
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(KEPT))) {
    if (done && JSON.parse(sessionStorage.getItem(key)).sent) sessionStorage.removeItem(key);
  }

  function tellKept(words) {
    const said = find("[data-kept]");
    if (said && said.textContent !== words) said.textContent = words;
  }

  for (const form of all("form[data-draft]")) {
    const key = keyOf(form);
    let from = typedIn(form);
    // All that this form held, of which the server may have any.
    const held = new Set([JSON.stringify(from)]);
    let timer = 0;
    let saving = null;
    let unsaved = false;
    let over = false;
    let elsewhere = false;
    const keepHere = (sent = false) => {
      const nonce = form.elements.nonce?.value;
      sessionStorage.setItem(key, JSON.stringify({ from, fields: typedIn(form), nonce, sent }));
    };
    const inThisTab = () => {
      const words = find("[data-kept]")?.dataset;
      tellKept((elsewhere ? words?.elsewhereWords : words?.keptWords) ?? "");
    };

    // Which writing the server has now, where that is one of what this form held.
    const keptOfOurs = async () => {
      const page = find("[data-ticket]")?.dataset.url ?? location.href;
      const answer = await fetch(page, { headers: { "X-By-Itself": "1" }, redirect: "manual" });
      if (!answer.ok) return undefined;
      const there = new DOMParser().parseFromString(await answer.text(), "text/html");
      const same = find(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`, there);
      if (!same || !held.has(JSON.stringify(typedIn(same)))) return undefined;
      const { version } = find("#form-kept", there).dataset;
      return version === line().dataset.version ? undefined : version;
    };

    const save = async (leaves = false) => {
      clearTimeout(timer);
      const url = line()?.dataset.url;
      if (!url || over || elsewhere || (saving && !leaves)) return;
      const fields = typedIn(form);
      const before = JSON.stringify(fields);
      held.add(before);
      const own = [["csrf", form.elements.csrf.value], ["saw", line().dataset.version]];
      // Restored and sent again, it is the same question.
      if (form.elements.nonce) own.push(["nonce", form.elements.nonce.value]);
      const body = new URLSearchParams([...own, ...fields]);
      unsaved = false;
      saving = new AbortController();
      try {
        const answer = await fetch(url, {
          method: "POST",
          body,
          keepalive: leaves,
          redirect: "manual",
          signal: saving.signal,
        });
        if (answer.status === 409) {
          // Its writer went on in another window: neither is overwritten. What this tab itself sent while it
          // was left for the page that it shows now is no other window.
          const version = await keptOfOurs();
          elsewhere = version === undefined;
          if (!elsewhere) line().dataset.version = version;
          unsaved = !elsewhere;
        }
        if (!answer.ok) throw new Error(answer.statusText);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (over) return;
        // What was typed since then goes on from what is kept now.
        from = fields;
        if (JSON.stringify(typedIn(form)) === before) sessionStorage.removeItem(key);
        else keepHere();
        window.Idiomorph.morph(line(), find("#form-kept", page));
      } catch {
        // It is sent with the next key, and stays in this tab until then.
        if (!over) inThisTab();
      } finally {
        saving = null;
        if (unsaved && !over && !elsewhere) timer = setTimeout(save, PAUSE);
      }
    };
    const changed = () => {
      keepHere();
      unsaved = true;
      if (!line() || elsewhere) return inThisTab();
      clearTimeout(timer);
      if (!saving) timer = setTimeout(save, PAUSE);
      return undefined;
    };

    // One goes on behind what was kept.
    if (find("[data-discard]")) {
      for (const field of all("textarea", form)) {
        field.setSelectionRange(field.value.length, field.value.length);
      }
    }
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (form.dataset.typed !== undefined) {
      // What came back with the page is nowhere else.
      changed();
    } else if (kept) {
      held.add(JSON.stringify(kept.fields));
      fill(form, kept);
      if (kept.nonce && form.elements.nonce) form.elements.nonce.value = kept.nonce;
      const unsent = find("[data-unsent]");
      if (unsent) unsent.hidden = !kept.sent;
      changed();
    }
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => {
      // Whatever becomes of it is said by the page that comes.
      keepHere(true);
      over = true;
      clearTimeout(timer);
      saving?.abort();
    });
    window.addEventListener("pagehide", () => {
      if (unsaved && !over) save(true);
    });
    window.addEventListener("pageshow", () => {
      over = false;
    });
    document.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-discard]")) return;
      over = true;
      saving?.abort();
      sessionStorage.removeItem(key);
    });
  }

  // A template, a published answer or one that another asker got comes after what stands in the answer, on the page as it is: files that
  // were chosen stay chosen. Where that fails its link is followed.
  async function insert(link) {
    try {
      const answer = await fetch(link.href, { headers: { "X-By-Itself": "1" }, redirect: "manual" });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const added = find("#tekst", page).dataset.inserted;
      if (added === undefined) throw new Error("it is not there any more");
      const field = find("form[data-draft] #tekst");
      // What must be looked at in it comes along.
      const warning = find("#taken", page);
      find("#taken")?.remove();
      if (warning) field.closest(".rv-editor").before(warning);
      field.value = joined(field.value, added);
      link.closest("details")?.removeAttribute("open");
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } catch {
      leaveFor(link.href);
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-insert]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    insert(link);
  });

  // --- what leaves in a moment --------------------------------------------------------------------
  // What was sent can be called back for a moment: the seconds are counted on screen and said once. When it
  // has left, its own page is shown anew, unless somebody is busy in it.

  let leaving = null;

  function countDown() {
    const bar = find("[data-leaves]");
    if (!bar) return left();
    if (leaving?.id !== bar.dataset.id) {
      const until = performance.now() + 1000 * Number(bar.dataset.leaves);
      leaving = { id: bar.dataset.id, until, mine: Boolean(find("#pending [data-leaves] form")) };
    }
    const seconds = Math.max(0, Math.ceil((leaving.until - performance.now()) / 1000));
    const counted = find("[data-counted]", bar);
    const { counted: within, now } = counted.dataset;
    const words = seconds > 0 ? within.replace("#", seconds) : now;
    if (counted.textContent !== words) counted.textContent = words;
    const said = find("[data-said]", bar);
    if (seconds === 0 && said.textContent !== now) said.textContent = now;
    if (seconds === 0 && bar.matches(".rv-away")) bar.remove();
  }

  function left() {
    const own = leaving?.mine;
    leaving = null;
    const busy = all(".rv-t__dock textarea").some((one) => one.value !== one.defaultValue);
    if (own && !busy && document.activeElement === document.body) location.reload();
  }

  // Whoever goes on to another page meanwhile takes the bar along, over its head, with a link to the question.
  const AWAY = "regiovraag-away";
  const away = JSON.parse(sessionStorage.getItem(AWAY) ?? "null");
  const seconds = away ? (away.until - Date.now()) / 1000 : 0;
  sessionStorage.removeItem(AWAY);
  const main = find(".rv-main");
  if (seconds > 0 && main && !find("[data-leaves]")) {
    const [bar] = new DOMParser().parseFromString(away.bar, "text/html").body.children;
    bar.dataset.leaves = seconds;
    find("form", bar).append(find("[name=csrf]").cloneNode());
    main.append(bar);
  }
  window.addEventListener("pagehide", () => {
    const bar = find("[data-leaves]:has(form:not([data-sent]))");
    if (!bar || !leaving) return;
    const taken = bar.cloneNode(true);
    for (const part of all("details, [name=csrf]", taken)) part.remove();
    // What a browser or an add-on styled is read again as text, where our pages take no styles.
    for (const part of all("[style]", taken)) part.removeAttribute("style");
    if (!taken.matches(".rv-away")) {
      const question = document.createElement("a");
      question.href = find("[data-ticket]").dataset.url;
      question.textContent = question.pathname.split("/").pop();
      taken.classList.add("rv-away");
      find(".rv-grow", taken).append(question);
    }
    const until = Date.now() + leaving.until - performance.now();
    sessionStorage.setItem(AWAY, JSON.stringify({ bar: taken.outerHTML, until }));
  });

  countDown();
  setInterval(countDown, 250);

  // --- colleagues in a note -------------------------------------------------------------------------
  // Behind an @ the colleagues whose name begins so stand under the text, each a button; one that is pressed
  // writes the whole name.

  const note = find("textarea[data-mentions]");
  if (note) {
    const list = find("[data-mentioned]");
    const said = list.nextElementSibling;
    const NAME = /(?:^|[^\p{L}\p{N}])@(\p{L}[\p{L}' -]{0,40})$/u;
    const PAUSE = 200; // milliseconds without a key
    let timer;
    let looking;
    let spaced = -1;
    const close = () => {
      list.hidden = true;
      list.replaceChildren();
      said.textContent = "";
    };
    const offer = async () => {
      const [, typed] = note.value.slice(0, note.selectionStart).match(NAME) ?? [];
      if (!typed || typed.endsWith(" ")) return close();
      looking?.abort();
      looking = new AbortController();
      try {
        const url = `${note.dataset.mentions}?q=${encodeURIComponent(typed)}`;
        const answer = await fetch(url, { signal: looking.signal });
        if (!answer.ok || answer.redirected) return close();
        list.innerHTML = await answer.text();
        const [first] = list.children;
        list.hidden = !first;
        said.textContent = first?.dataset.said ?? "";
      } catch {
        // Typed on, or no connection: a name can still be typed in full.
      }
      return undefined;
    };
    note.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(offer, PAUSE);
    });
    note.addEventListener("beforeinput", (event) => {
      // Whoever goes on typing after a name that was pressed has its space already.
      if (event.data === " " && note.selectionEnd === spaced) event.preventDefault();
      spaced = -1;
    });
    note.addEventListener("keydown", (event) => {
      // While names are offered for what stands before the cursor, Enter writes the first of them.
      const more = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing;
      if (event.key !== "Enter" || more || list.hidden) return;
      if (!NAME.test(note.value.slice(0, note.selectionStart))) return;
      event.preventDefault();
      find("[data-mention]", list).click();
    });
    list.addEventListener("click", (event) => {
      const name = event.target.closest("[data-mention]")?.dataset.mention;
      if (!name) return;
      const end = note.selectionStart;
      const to = note.value[end] === " " ? end + 1 : end;
      note.setRangeText(`@${name} `, note.value.lastIndexOf("@", end - 1), to, "end");
      spaced = note.selectionEnd;
      note.dispatchEvent(new Event("input", { bubbles: true }));
      close();
      note.focus();
    });
  }

  // --- forms ------------------------------------------------------------------------------------
  // A form is sent once, however often its button is pressed.

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    opening = false;
    // The browser checks again what was checked when one left.
    count();
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
  });

  // Who asked before is found by what is typed of an address or a name, in either field; whoever is chosen
  // fills in the fields beside it that are still empty.
  const asking = find("form[data-askers]");
  if (asking) {
    const PAUSE = 200; // milliseconds without a key
    const { mail, name, organisation } = asking.elements;
    const [known, named] = [mail, name].map((field) => document.getElementById(field.getAttribute("list")));
    let timer;
    let looking;
    // Where somebody else takes the place of who stands there, so do their name and organisation.
    const replace = asking.dataset.replace !== undefined;
    const fill = (field) => {
      const typed = field.value.trim();
      const place = field === mail ? known : named;
      const chosen = [...place.options].find((one) => one.value === (field === mail ? typed.toLowerCase() : typed));
      if (!chosen) return false;
      const { email, name: called, organisation: at } = chosen.dataset;
      if (replace) organisation.value = "";
      if (replace || field === name) name.value = called;
      if (field === name) mail.value = email;
      name.value ||= called;
      organisation.value ||= at;
      return true;
    };
    const look = async (field) => {
      looking?.abort();
      looking = new AbortController();
      const url = `${asking.dataset.askers}?q=${encodeURIComponent(field.value.trim())}`;
      try {
        const answer = await fetch(url, { signal: looking.signal });
        if (!answer.ok || answer.redirected) return;
        known.innerHTML = await answer.text();
        named.replaceChildren(
          ...[...known.options]
            .filter((one) => one.dataset.name)
            .map((one) => {
              const choice = new Option(one.dataset.organisation, `${one.dataset.name} (${one.value})`);
              Object.assign(choice.dataset, one.dataset);
              return choice;
            }),
        );
        fill(field);
      } catch {
        // Typed on, or no connection: everything can still be typed.
      }
    };
    for (const field of [mail, name])
      field.addEventListener("input", () => {
        clearTimeout(timer);
        // A name beside an address that stands there already is whose it is.
        const looks = field === mail || replace || !mail.value.trim();
        if (looks && !fill(field)) timer = setTimeout(look, PAUSE, field);
      });
    // One came to write: what is wrong first, else where one begins.
    const first = document.getElementById("fout") ?? asking.elements.way;
    if (first) first.focus();
    else if (!find("#gevolg")) mail.focus();
  }

  // A chosen form is what one came for. The browser moves to its field by itself, but only when all
  // has loaded: here the cursor is there before the first letter, which comes after what was typed.
  const field = document.getElementById(location.hash.slice(1));
  const ahead = sessionStorage.getItem(AHEAD);
  sessionStorage.removeItem(AHEAD);
  const dock = field?.closest(".rv-t__dock");
  if (dock) field.focus({ preventScroll: true });
  // What is wrong comes first, with the field that it is about.
  const wrong = find(".rv-t__dock #fout");
  if (wrong) {
    find(".rv-t__dock [aria-invalid=true]")?.focus({ preventScroll: true });
    wrong.scrollIntoView({ block: "center" });
  }
  const docked = wrong ? null : (dock ?? find(".rv-t__dock"));
  const wrote = all(".rv-msg--asker");
  if (docked && (dock || wrote.length > 1) && getComputedStyle(docked).position === "sticky") {
    // What one answers stands above the form: the last thing that the asker wrote, from its first line.
    const last = wrote.pop();
    const fits = last?.offsetHeight < (innerHeight - docked.offsetHeight) / 2;
    last?.scrollIntoView({ block: fits ? "end" : "start" });
  }
  if (ahead && field?.matches(".rv-t__dock textarea")) {
    field.setRangeText(ahead, field.value.length, field.value.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
})();
