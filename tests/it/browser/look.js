// Looks at the page as it is now. What each part finds is a list of {rule, node, help}.

const list = (found) => [...found];

/** How a node is called in a list of faults. */
function called(node) {
  const names = ["id", "name", "href", "action", "aria-label", "class"];
  const has = names.filter((name) => node.getAttribute?.(name));
  const some = has.slice(0, 2).map((name) => `[${name}="${node.getAttribute(name).slice(0, 60)}"]`);
  const words = (node.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  return `${node.localName}${some.join("")} ${words}`.trim();
}

/** What WCAG 2.2 AA asks of a page, as far as a machine can see. */
async function rules() {
  // From the top: what scrolled half away under something that stays is there when one scrolls back.
  for (const one of document.querySelectorAll("*")) if (one.scrollTop > 0) one.scrollTop = 0;
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const told = await window.axe.run(document, {
    runOnly: { type: "tag", values },
    resultTypes: ["violations"],
  });
  return told.violations.flatMap((rule) =>
    rule.nodes.map((node) => ({
      rule: rule.id,
      node: `${node.target.join(" ")} ${node.html.slice(0, 160)}`,
      help: node.failureSummary.replace(/\s+/g, " ").slice(0, 300),
    })),
  );
}

/** What makes the page wider than the window. */
function overflow() {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const scrolls = (node) =>
    node !== document.documentElement && node !== document.body &&
    ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX);
  const held = (node) => {
    for (let one = node.parentElement; one; one = one.parentElement) if (scrolls(one)) return true;
    return false;
  };
  const out = list(document.body.querySelectorAll("*")).filter(
    (node) => node.getBoundingClientRect().right > wide + 0.5 && !held(node),
  );
  const help = `${document.documentElement.scrollWidth} of ${wide} pixels`;
  const deepest = out.filter((node) => !out.some((other) => other !== node && node.contains(other)));
  return (deepest.length ? deepest : [document.body])
    .slice(0, 3)
    .map((node) => ({ rule: "overflow", node: called(node), help }));
}

/** What still moves for a reader who asked for less of it. */
function motion() {
  const seconds = (text) => Math.max(...text.split(",").map((one) => parseFloat(one) || 0));
  return list(document.querySelectorAll("*"))
    .filter((node) => {
      const style = getComputedStyle(node);
      const moves = seconds(style.transitionDuration) > 0.01 && style.transitionProperty !== "none";
      const plays = style.animationName !== "none" && seconds(style.animationDuration) > 0.01;
      return moves || plays || style.scrollBehavior === "smooth";
    })
    .slice(0, 3)
    .map((node) => ({ rule: "motion", node: called(node), help: "moves all the same" }));
}

/** What the Tab key must come by. */
function stops() {
  const all = "a[href], area[href], button, input, select, textarea, summary, [tabindex], iframe";
  const shown = { visibilityProperty: true };
  const found = list(document.querySelectorAll(all)).filter(
    (node) =>
      node.tabIndex >= 0 && !node.disabled && !node.matches("input[type=hidden]") &&
      !node.closest("[inert]") && node.checkVisibility(shown) &&
      (node.localName !== "summary" || node.parentElement.querySelector(":scope > summary") === node),
  );
  // Of a group of radio buttons one is come by; the arrows lead to the others.
  const groups = new Map();
  return found.filter((node) => {
    if (node.type !== "radio") return true;
    const key = `${node.form ? found.indexOf(node.form) : ""} ${node.name}`;
    const chosen = found.find(
      (one) => one.type === "radio" && one.name === node.name && one.form === node.form && one.checked,
    );
    if (chosen) return node === chosen;
    if (groups.has(key)) return false;
    groups.set(key, node);
    return true;
  });
}

/** All that could show that an element has the focus: of itself, round it and in it. */
function drawn(node) {
  const looks = [];
  let round = node;
  for (let up = 0; round && up < 4; up += 1, round = round.parentElement) looks.push(round);
  looks.push(...list(node.querySelectorAll("*")).slice(0, 12));
  return looks
    .map((one) => {
      const style = getComputedStyle(one);
      const line = style.outlineStyle === "none" ? "" : `${style.outlineWidth} ${style.outlineColor}`;
      return [line, style.boxShadow, style.borderColor, style.backgroundColor, style.stroke,
        style.strokeWidth, style.fill].join(";");
    })
    .join("|");
}

/** Begins to watch where the focus goes; tells how many elements it must come by. */
function watch() {
  document.activeElement?.blur?.();
  const wanted = stops();
  const before = new Map(wanted.map((node) => [node, drawn(node)]));
  const seen = new Set();
  const faults = [];
  const note = (node) => {
    if (!before.has(node) || seen.has(node)) return;
    seen.add(node);
    if (drawn(node) === before.get(node)) {
      faults.push({ rule: "focus-visible", node: called(node), help: "the focus is not drawn" });
    }
    const at = node.getBoundingClientRect();
    if (at.width === 0 || at.height === 0) return;
    // What is taller than the window shows a part of it.
    const across = Math.min(at.right, innerWidth) - Math.max(at.left, 0);
    const down = Math.min(at.bottom, innerHeight) - Math.max(at.top, 0);
    if (across < Math.min(at.width, 16) || down < Math.min(at.height, 16)) {
      const where = `${Math.round(at.left)}, ${Math.round(at.top)}`;
      faults.push({ rule: "focus-in-view", node: called(node), help: `stays at ${where}` });
    }
  };
  const come = (event) => note(event.target);
  document.addEventListener("focusin", come, true);
  window.rvWatch = { wanted, seen, faults, come };
  for (const node of wanted) {
    if (node.tabIndex > 0) {
      faults.push({ rule: "tabindex", node: called(node), help: "stands before its turn" });
    }
  }
  wanted[0]?.focus();
  return wanted.length;
}

/** Whether the focus has come by all of them. */
const walked = () => window.rvWatch.seen.size === window.rvWatch.wanted.length;

/** What was wrong on the way. */
function ended() {
  const { wanted, seen, faults, come } = window.rvWatch;
  document.removeEventListener("focusin", come, true);
  document.activeElement?.blur?.();
  const missed = wanted
    .filter((node) => !seen.has(node) && node.isConnected)
    .map((node) => ({ rule: "keyboard", node: called(node), help: "Tab does not come by it" }));
  return [...faults, ...missed];
}

window.rv = { rules, overflow, motion, watch, walked, ended };
