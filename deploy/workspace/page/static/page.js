/* What the browser does by itself: it turns what a person does into reports to the server. */

import { $, $$, agreed, debounce, report, keyOf, state, surfaceOf } from "./shared.js";
import { close_offers, combo_key, complete, compose, composer_key, filter, grow, offer, pick, send,
  wanted } from "./boxes.js";
import { dragged, dropped, given, pasted } from "./files.js";
import { edit } from "./own.js";
import { focused, redrawn, remember_caret } from "./redrawn.js";

// -- pressing -----------------------------------------------------------------------------

async function press(event) {
  const target = event.target;
  for (const menu of $$("details.menu[open], details.act[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
  tap(target);
  if (!target.closest(".r-sidebar, .burger")) document.body.classList.remove("sidebar-open");
  const local = target.closest("[data-local]");
  if (local) return here[local.dataset.local](local);
  const item = target.closest("details.menu[data-path] [data-choice]");
  if (item) {
    const menu = item.closest("details");
    menu.open = false;
    if (await agreed(menu)) choose(menu, item.dataset.choice);
    return;
  }
  const removed = target.closest("[data-remove]");
  if (removed) {
    const box = removed.closest("[data-path]");
    report({ do: "remove", surface: surfaceOf(box), path: box.dataset.path,
             number: removed.dataset.remove });
    return;
  }
  const option = target.closest(".offers [data-number]");
  if (option) return pick(option);
  const button = target.closest("button[data-kind=button]");
  if (button) {
    if (!(await agreed(button))) return;
    if (button.dataset.url) window.open(button.dataset.url, "_blank", "noopener");
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), 600);
    report({ do: "click", surface: surfaceOf(button), path: button.dataset.path });
    return;
  }
  const deed = target.closest("[data-do]");
  if (deed && (!deed.dataset.confirm || (await agreed(deed)))) perform(deed);
}

const here = { theme, edit, send: (node) => send(node.closest(".composer")) };

/* Where nothing hovers, a message that is tapped shows what one may do with it. */
const small = matchMedia("(max-width: 760px), (hover: none)");
function tap(target) {
  const tapped = small.matches && target.closest(".msg");
  for (const each of $$(".msg.tapped")) if (each !== tapped) each.classList.remove("tapped");
  if (!tapped || tapped.classList.contains("tapped")) return;
  tapped.classList.add("tapped");
  $(".tools", tapped).scrollIntoView({ block: "nearest" });
}

function perform(node) {
  if (node.dataset.do === "sidebar") return document.body.classList.toggle("sidebar-open");
  const what = { ...node.dataset, surface: surfaceOf(node) };
  if (what.do === "fault") {
    for (const name of ["kind", "target", "times", "seconds"]) {
      what[name] = $(`#fault-${name}`).value;
    }
  }
  if (["act", "go", "join", "talk"].includes(what.do)) state.atEnd = true;
  if (["go", "panel"].includes(what.do)) document.body.classList.remove("sidebar-open");
  if (what.do === "act") node.closest("details").open = false;
  node.closest("details.menu")?.removeAttribute("open");
  report(what);
}

function choose(node, value) {
  report({ do: "choose", surface: surfaceOf(node), path: node.dataset.path, value });
}

// -- filling in ---------------------------------------------------------------------------

async function changed(event) {
  const node = event.target;
  const boxes = node.closest(".boxes");
  if (boxes) {
    const ticked = $$("input:checked", boxes).map((each) => each.value);
    if (!(await agreed(boxes))) return revert($$("input", boxes));
    return choose(boxes, boxes.dataset.kind === "checkboxes" ? ticked : ticked[0]);
  }
  if (node.type === "file") return given(node, node.files);
  if (!node.dataset.path) return;
  if (node.matches("select, [type=date], [type=time], [type=datetime-local]")) {
    if (!(await agreed(node))) return revert([node]);
    const moment = node.type === "datetime-local" && node.value;
    return choose(node, moment ? Math.floor(new Date(node.value) / 1000) : node.value);
  }
  fill(node);
}

function revert(nodes) {
  for (const node of nodes) {
    if (node.matches("select")) for (const each of node.options) each.selected = each.defaultSelected;
    else if (/^(radio|checkbox)$/.test(node.type)) node.checked = node.defaultChecked;
    else node.value = node.defaultValue;
  }
}

const fill = (node) =>
  report({ do: "fill", surface: surfaceOf(node), path: node.dataset.path, value: node.value });

const typed = debounce(250, (node) => choose(node, node.value));
function input(event) {
  const node = event.target;
  if (node.matches("textarea, input") && keyOf(node)) {
    state.drafts.set(keyOf(node), node.value);
  }
  if (node.matches(".composer textarea")) return grow(node), complete(node);
  if (node.dataset.filter) return filter(node);
  if (node.dataset.search) return search(node.value);
  const combo = node.closest(".combo");
  if (combo) return wanted(combo, node.value);
  if (node.dataset.when?.includes("on_character_entered")) typed(node);
}

const search = debounce(200, (words) => report({ do: "record-search", words }));

function submit(event) {
  const form = event.target.closest("form.modal");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  state.submitted = true;
  form.dataset.busy = "yes";
  setTimeout(() => delete form.dataset.busy, 500);
  const values = {};
  for (const node of $$("input.field[data-path], textarea[data-path]", form)) {
    if (!/^(date|time|datetime-local)$/.test(node.type)) values[node.dataset.path] = node.value;
  }
  report({ do: "submit", surface: form.dataset.surface, values });
}

// -- keys ---------------------------------------------------------------------------------

function key(event) {
  const node = event.target;
  if (node.matches(".composer textarea")) return composer_key(event, node);
  const offers = node.closest(".combo") && $(".offers", node.closest(".combo"));
  if (node.closest(".combo") && combo_key(event, node.closest(".combo"), offers)) return;
  if (node.dataset?.filter && event.key === "Enter") {
    event.preventDefault();
    const row = $$(".person", node.parentElement).find((each) => !each.hidden);
    if (row) perform($("button", row));
  }
  if (event.key === "Enter" && node.dataset?.when?.includes("on_enter_pressed")) {
    event.preventDefault();
    choose(node, node.value);
  }
  if (event.key === "Escape") escape_key(event);
  if (event.key === "Tab") trap(event);
}

function escape_key(event) {
  const open = $("details.menu[open], details.act[open]");
  if (open) return void (open.open = false);
  if ($("dialog[open]")) return;
  const modal = $("form.modal");
  if (modal) {
    event.preventDefault();
    report({ do: "close", surface: modal.dataset.surface });
  }
}

function trap(event) {
  const modal = $("form.modal");
  if (!modal || $("dialog[open]")) return;
  const stops = $$("button, input, select, textarea, summary, a[href]", modal)
    .filter((each) => !each.disabled && each.offsetParent);
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (document.activeElement === edge || !modal.contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
  }
}

// -- the rest -----------------------------------------------------------------------------

function theme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
}

function toast(text) {
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.testid = "toast";
  box.setAttribute("role", "alert");
  box.textContent = text;
  document.body.append(box);
  setTimeout(() => box.remove(), 6000);
}

document.documentElement.dataset.theme = localStorage.getItem("theme") || "";
document.addEventListener("click", press);
document.addEventListener("change", changed);
document.addEventListener("input", input);
document.addEventListener("keydown", key);
document.addEventListener("selectionchange", remember_caret);
document.addEventListener("submit", submit);
document.addEventListener("focusin", focused);
document.addEventListener("dragover", dragged);
document.addEventListener("drop", dropped);
document.addEventListener("paste", pasted);
document.addEventListener("focusout", (event) => {
  const left = () => state.offered?.[0] === keyOf(document.activeElement) || close_offers();
  if (event.target.closest?.(".combo")) setTimeout(left, 200);
});
document.addEventListener("toggle", (event) => {
  const entry = event.target.dataset?.entry;
  if (entry) state.open[event.target.open ? "add" : "delete"](entry);
  if (event.target.matches?.("details.act[open]")) $("input", event.target).focus();
}, true);
document.addEventListener("scroll", (event) => {
  const stream = event.target;
  if (!stream.matches?.(".stream")) return;
  state.atEnd = stream.scrollHeight - stream.scrollTop - stream.clientHeight < 80;
}, true);
document.addEventListener("load", (event) => {
  if (event.target.matches?.(".stream img") && state.atEnd) redrawn();
}, true);
// At once, before the next key is heard: what is typed meanwhile would go nowhere.
new MutationObserver(redrawn).observe(document.documentElement, { childList: true, subtree: true });

window.page = { compose, offer, toast };
