// Buttons and keys that write Markdown in the field of a letter. Whoever types the marks needs none of this.
"use strict";

(() => {
  const AROUND = { bold: "**", italic: "_" };
  const LINES = { list: () => "- ", numbers: (at) => `${at + 1}. `, quote: () => "> " };
  const BEGINS = { list: /^[-*] /, numbers: /^\d+[.)] /, quote: /^> ?/ };
  const KEYS = { b: "bold", i: "italic", k: "link" };

  // As if it was typed: the browser's own undo takes it back, and who keeps drafts hears of it.
  function write(field, text, from, to) {
    field.focus();
    field.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function around(field, mark) {
    const { value } = field;
    let { selectionStart: from, selectionEnd: to } = field;
    // A mark beside a space is none: what a double click chose ends before it.
    while (from < to && /\s/.test(value[from])) from += 1;
    while (to > from && /\s/.test(value[to - 1])) to -= 1;
    const words = value.slice(from, to);
    const size = mark.length;
    if (/\n\s*\n/.test(words)) {
      // Marks end with their paragraph.
      const marked = words.replace(/\S(?:(?!\n\s*\n)[^])*/g, (one) => {
        const said = one.trimEnd();
        return mark + said + mark + one.slice(said.length);
      });
      write(field, marked, from, to);
      field.setSelectionRange(from, from + marked.length);
      return;
    }
    if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark) {
      write(field, words, from - size, to + size);
      field.setSelectionRange(from - size, to - size);
    } else {
      write(field, mark + words + mark, from, to);
      field.setSelectionRange(from + size, to + size);
    }
  }

  function link(field, words) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const chosen = value.slice(from, to);
    const address = /^(https?:\/\/|mailto:)\S+$/.test(chosen) ? chosen : "https://";
    const text = address === chosen ? words : chosen || words;
    write(field, `[${text}](${address})`, from, to);
    // What one still has to say is chosen.
    const begin = address === chosen ? from + 1 : from + text.length + 3;
    field.setSelectionRange(begin, begin + (address === chosen ? text : address).length);
  }

  function lines(field, kind) {
    const { value } = field;
    const from = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const end = value.indexOf("\n", field.selectionEnd);
    const to = end < 0 ? value.length : end;
    const all = value.slice(from, to).split("\n");
    const begins = BEGINS[kind];
    // Empty lines part what is listed, and are no item themselves.
    const blank = (line) => all.length > 1 && !line.trim();
    const off = all.every((line) => blank(line) || begins.test(line));
    let count = 0;
    const bare = (line) => Object.values(BEGINS).reduce((it, one) => it.replace(one, ""), line);
    const listed = (line) => {
      if (blank(line)) return kind === "quote" && !off ? ">" : line;
      const begin = off ? "" : LINES[kind](count);
      count += 1;
      return begin + bare(line);
    };
    const text = all.map(listed).join("\n");
    write(field, text, from, to);
    field.setSelectionRange(all.length > 1 ? from : from + text.length, from + text.length);
  }

  for (const tools of document.querySelectorAll("[data-tools]")) {
    const field = document.getElementById(tools.getAttribute("aria-controls"));
    const buttons = [...tools.querySelectorAll("button")];
    const press = (name) => {
      const button = buttons.find((one) => one.dataset.mark === name);
      if (AROUND[name]) around(field, AROUND[name]);
      else if (name === "link") link(field, button.dataset.words);
      else lines(field, name);
    };
    tools.hidden = false;
    // One stop for Tab; the arrows walk along the buttons.
    const reach = (chosen) => {
      for (const one of buttons) one.tabIndex = one === chosen ? 0 : -1;
    };
    reach(buttons[0]);
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      reach(button);
      press(button.dataset.mark);
    });
    tools.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const at = buttons.indexOf(document.activeElement) + by;
      const next = buttons[(at + buttons.length) % buttons.length];
      reach(next);
      next.focus();
      event.preventDefault();
    });
    field.addEventListener("keydown", (event) => {
      const name = KEYS[event.key.toLowerCase()];
      const one = event.ctrlKey !== event.metaKey;
      if (!name || !one || event.altKey || event.shiftKey) return;
      event.preventDefault();
      press(name);
    });
  }

  // What somebody asked to see before it leaves is on top of the form.
  document.getElementById("voorbeeld")?.focus();
})();
