/* Boxes that one types into: menus that are searched, and the text box with its commands. */

import { $, $$, agreed, debounce, keyOf, report, state, surfaceOf } from "./shared.js";

// -- menus that one searches --------------------------------------------------------------

export function offer(id, names) {
  close_offers();
  state.offered = [id, names]; // shown again when the box is drawn anew and has its focus back
  const box = $$(".combo").find((each) => keyOf(each) === id);
  if (!box || !box.contains(document.activeElement)) return;
  const list = document.createElement("ul");
  list.className = "offers";
  list.setAttribute("role", "listbox");
  names.forEach((name, number) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.number = number;
    item.textContent = name;
    list.append(item);
  });
  if (!names.length) list.innerHTML = "<li class='none'>–</li>";
  box.append(list);
  $("input", box).setAttribute("aria-expanded", "true");
  list.firstElementChild.classList.add("active");
}

export function offer_again() {
  const box = document.activeElement.closest(".combo");
  if (box && state.offered?.[0] === keyOf(box) && !$(".offers", box)) offer(...state.offered);
}

export function close_offers() {
  state.offered = null;
  for (const list of $$(".offers")) {
    $("input", list.parentElement)?.setAttribute("aria-expanded", "false");
    list.remove();
  }
}

export async function pick(option) {
  const box = option.closest(".combo");
  close_offers();
  state.drafts.delete(keyOf(box));
  if (!(await agreed(box))) return;
  $("input", box).value = box.dataset.kind.startsWith("multi") ? "" : option.textContent;
  report({ do: "pick", surface: surfaceOf(box), path: box.dataset.path,
           number: option.dataset.number });
}

export function step(list, by) {
  const items = [...list.children];
  const now = items.findIndex((item) => item.classList.contains("active"));
  items[now]?.classList.remove("active");
  const next = items[(now + by + items.length) % items.length];
  next?.classList.add("active");
  next?.scrollIntoView({ block: "nearest" });
}

export const wanted = debounce(150, (box, query) => {
  if (query.length < Number(box.dataset.least)) return close_offers();
  report({ do: "suggest", surface: surfaceOf(box), path: box.dataset.path, query,
           box: keyOf(box) });
});

// -- lists that one filters ----------------------------------------------------------------

export function filter(node) {
  const words = node.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of $$(".person", node.parentElement)) {
    row.hidden = !words.every((word) => row.dataset.words.includes(word));
  }
}

// -- the text box -------------------------------------------------------------------------

export function compose(placeholder, commands, hidden, send_label) {
  const box = $(".composer-place");
  box.hidden = hidden;
  state.commands = commands;
  state.atEnd = true;
  const text = $("textarea", box);
  text.placeholder = placeholder;
  text.setAttribute("aria-label", placeholder);
  $(".send", box).setAttribute("aria-label", send_label);
  const busy = $("details.act[open], form.modal, dialog[open]");
  if (!hidden && !busy && matchMedia("(min-width: 760px)").matches) text.focus();
}

export function grow(text) {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
}

export function complete(text) {
  const list = $(".completions", text.parentElement);
  const word = text.value;
  const fitting = word.startsWith("/") && !word.includes(" ")
    ? state.commands.filter((each) => each.command.startsWith(word)) : [];
  list.replaceChildren(...fitting.map((each, number) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.command = each.command;
    if (!number) item.classList.add("active");
    for (const [tag, words] of [["b", each.command], ["i", each.hint], ["span", each.about]]) {
      const part = document.createElement(tag);
      part.textContent = words;
      item.append(part);
    }
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      insert(text, each.command);
    });
    return item;
  }));
  list.hidden = !fitting.length;
}

export function insert(text, command) {
  text.value = `${command} `;
  $(".completions", text.parentElement).hidden = true;
  text.focus();
}

export function send(composer) {
  const text = $("textarea", composer);
  const said = text.value.trim();
  if (!said) return;
  text.value = "";
  state.drafts.delete(keyOf(text));
  grow(text);
  $(".completions", composer).hidden = true;
  state.atEnd = true;
  report({ do: "say", text: said, thread: composer.classList.contains("thread-composer-box") });
}

// -- keys in a box --

export function composer_key(event, text) {
  const list = $(".completions", text.parentElement);
  if (!list.hidden) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      return step(list, event.key === "ArrowDown" ? 1 : -1);
    }
    const active = $(".active", list)?.dataset.command;
    if (event.key === "Tab" || (event.key === "Enter" && active !== text.value)) {
      event.preventDefault();
      return insert(text, active);
    }
    if (event.key === "Escape") return void (list.hidden = true);
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(text.closest(".composer"));
  }
}

export function combo_key(event, box, offers) {
  if (event.key === "ArrowDown" && !offers) return wanted(box, $("input", box).value), true;
  if (!offers) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(offers, event.key === "ArrowDown" ? 1 : -1);
    return true;
  }
  if (event.key === "Enter") {
    event.preventDefault();
    const active = $("[data-number].active", offers);
    if (active) pick(active);
    return true;
  }
  if (event.key === "Escape") {
    event.stopPropagation();
    close_offers();
    return true;
  }
  return false;
}
