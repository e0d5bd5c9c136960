// The portal's small comforts. Without this file every step still works.
"use strict";

// What is wrong with a form is read first, wherever the page would have begun.
document.querySelector(".rv-errors")?.focus();

// Published answers that fit a question, while somebody types it. They stand in a live region, which
// changes only when there is something else to offer; what is typed goes to us alone and is not kept.
(() => {
  const form = document.querySelector("form[data-offers]");
  const place = document.getElementById("aanbod");
  if (!form || !place) return;
  const PAUSE = 700; // milliseconds without a key
  const FEWEST = 12; // letters before we look
  let timer;
  let asking;
  let asked = "";

  const typed = () =>
    new URLSearchParams({ onderwerp: form.elements.onderwerp.value, vraag: form.elements.vraag.value });

  const look = async () => {
    const body = typed();
    const letters = form.elements.onderwerp.value.trim().length + form.elements.vraag.value.trim().length;
    if (letters < FEWEST || String(body) === asked) return;
    asked = String(body);
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.offers, { method: "POST", body, signal: asking.signal });
      if (!answer.ok) return; // too often, or away: the button still looks
      const html = (await answer.text()).trim();
      if (html === place.innerHTML.trim()) return;
      // What the button found earlier is older than this.
      document.getElementById("misschien")?.remove();
      place.innerHTML = html;
    } catch {
      // Typed on, or no connection: the next pause looks again.
    }
  };

  for (const name of ["onderwerp", "vraag"]) {
    form.elements[name].addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });
  }
})();
