// Any action of a page of the desk by its name, behind Ctrl K. Fetched when somebody first asks for it.

// Dutch writes one and many with other double letters (sjabloon, sjablonen): each is found by either.
const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(\p{L})\1/gu, "$1");

// Shows `entries`, each a name and what it does, in `dialog`; whoever chooses one does it.
export function choose(dialog, entries) {
  const field = dialog.querySelector("input");
  const none = dialog.querySelector("p");
  const list = dialog.querySelector("ul");
  const lines = entries.map(([name, act]) => {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "au-c-button au-c-button--naked rv-s";
    button.textContent = name;
    button.addEventListener("click", () => {
      // The cursor goes back first to where it was: that is where the action begins.
      dialog.close();
      act();
    });
    line.append(button);
    return line;
  });
  const shown = () => lines.filter((line) => !line.hidden).map((line) => line.firstChild);
  const narrow = () => {
    const words = plain(field.value).split(/\s+/);
    for (const line of lines)
      line.hidden = !words.every((word) => plain(line.textContent).includes(word));
    none.hidden = shown().length > 0;
  };
  const move = (by) => {
    const stops = [field, ...shown()];
    const at = stops.indexOf(document.activeElement) + by;
    stops[(at + stops.length) % stops.length].focus();
  };
  dialog.onkeydown = (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && event.target === field) shown()[0]?.click();
    else {
      // No letter in here is a key of the page.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  field.oninput = narrow;
  field.value = "";
  list.replaceChildren(...lines);
  narrow();
  dialog.showModal();
}
