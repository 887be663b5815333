/* What the browser does by itself: it reports gestures, keeps focus and scroll, completes commands. */
"use strict";

const page = (() => {
  const state = { commands: [], drafts: new Map(), focus: null, atEnd: true, submitted: false,
    open: new Set() };
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const report = (what) => emitEvent("gesture", what);

  function debounce(wait, work) {
    let timer = 0;
    return (...args) => {
      clearTimeout(timer);
      timer = setTimeout(() => work(...args), wait);
    };
  }

  const surfaceOf = (node) => node.closest("[data-surface]")?.dataset.surface ?? "";
  const keyOf = (node) => {
    const field = node.dataset?.path ? node : node.closest?.(".combo");
    return field
      ? `${surfaceOf(field)} ${field.dataset.path}`
      : node.dataset?.testid || node.dataset?.search || node.id || "";
  };

  // -- questions before something large -----------------------------------------------------

  function ask(question) {
    return new Promise((answer) => {
      const dialog = document.createElement("dialog");
      dialog.className = "confirm";
      dialog.dataset.testid = "confirm";
      dialog.innerHTML = `<form method="dialog"><h2></h2><div class="confirm-text"></div><footer>
        <button class="btn" value="no" data-testid="confirm-no"></button>
        <button class="btn" value="yes" data-testid="confirm-yes"></button></footer></form>`;
      $("h2", dialog).textContent = question.title;
      $(".confirm-text", dialog).innerHTML = question.html; // made safe by the server
      const [no, yes] = $$("button", dialog);
      no.textContent = question.deny;
      yes.textContent = question.confirm;
      yes.classList.add(question.style);
      dialog.addEventListener("close", () => {
        answer(dialog.returnValue === "yes");
        dialog.remove();
      });
      document.body.append(dialog);
      dialog.showModal();
      yes.focus();
    });
  }

  const agreed = async (node) =>
    !node.dataset.confirm || (await ask(JSON.parse(node.dataset.confirm)));

  // -- pressing -----------------------------------------------------------------------------

  async function press(event) {
    const target = event.target;
    for (const menu of $$("details.menu[open], details.act[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
    if (!target.closest(".r-sidebar, .burger")) document.body.classList.remove("sidebar-open");
    const local = target.closest("[data-local]");
    if (local) return local.dataset.local === "theme" ? theme() : send(local.closest(".composer"));
    const item = target.closest("details.menu[data-path] [data-choice]");
    if (item) {
      const menu = item.closest("details");
      menu.open = false;
      if (await agreed(menu)) choose(menu, item.dataset.choice);
      return;
    }
    const removed = target.closest("[data-remove]");
    if (removed) {
      const box = removed.closest(".combo");
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
    if (deed) perform(deed);
  }

  function perform(node) {
    if (node.dataset.do === "sidebar") return document.body.classList.toggle("sidebar-open");
    const what = { ...node.dataset, surface: surfaceOf(node) };
    if (what.do === "fault") {
      for (const name of ["kind", "target", "times", "seconds"]) {
        what[name] = $(`#fault-${name}`).value;
      }
    }
    if (what.do === "go") {
      state.atEnd = true;
      document.body.classList.remove("sidebar-open");
    }
    if (what.do === "act") {
      state.atEnd = true;
      node.closest("details").open = false;
    }
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
      if (!(await agreed(boxes))) return;
      return choose(boxes, boxes.dataset.kind === "checkboxes" ? ticked : ticked[0]);
    }
    if (!node.dataset.path) return;
    if (node.type === "file") return upload(node);
    if (node.matches("select, [type=date], [type=time], [type=datetime-local]")) {
      if (!(await agreed(node))) return;
      const moment = node.type === "datetime-local" && node.value;
      return choose(node, moment ? Math.floor(new Date(node.value) / 1000) : node.value);
    }
    fill(node);
  }

  const fill = (node) =>
    report({ do: "fill", surface: surfaceOf(node), path: node.dataset.path, value: node.value });

  const typed = debounce(250, (node) => choose(node, node.value));
  const wanted = debounce(150, (box, query) => {
    if (query.length < Number(box.dataset.least)) return close_offers();
    report({ do: "suggest", surface: surfaceOf(box), path: box.dataset.path, query,
             box: keyOf(box) });
  });

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

  function filter(node) {
    const words = node.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of $$(".person", node.parentElement)) {
      row.hidden = !words.every((word) => row.dataset.words.includes(word));
    }
  }

  async function upload(node) {
    const ids = [];
    for (const file of node.files) {
      const answer = await put(file, "form");
      if (answer.id) ids.push(answer.id);
    }
    report({ do: "fill", surface: surfaceOf(node), path: node.dataset.path, value: ids });
  }

  async function put(file, channel) {
    const where = `/page-upload/${document.body.dataset.as}/${channel}`;
    const name = encodeURIComponent(file.name);
    const reply = await fetch(`${where}?name=${name}`,
      { method: "POST", body: file, headers: { "X-Workspace": "page" } });
    return reply.json();
  }

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

  // -- menus that one searches --------------------------------------------------------------

  function offer(id, names) {
    close_offers();
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

  function close_offers() {
    for (const list of $$(".offers")) {
      $("input", list.parentElement)?.setAttribute("aria-expanded", "false");
      list.remove();
    }
  }

  async function pick(option) {
    const box = option.closest(".combo");
    close_offers();
    state.drafts.delete(keyOf(box));
    if (!(await agreed(box))) return;
    $("input", box).value = box.dataset.kind.startsWith("multi") ? "" : option.textContent;
    report({ do: "pick", surface: surfaceOf(box), path: box.dataset.path,
             number: option.dataset.number });
  }

  function step(list, by) {
    const items = [...list.children];
    const now = items.findIndex((item) => item.classList.contains("active"));
    items[now]?.classList.remove("active");
    const next = items[(now + by + items.length) % items.length];
    next?.classList.add("active");
    next?.scrollIntoView({ block: "nearest" });
  }

  // -- the text box -------------------------------------------------------------------------

  function compose(placeholder, commands, hidden, send_label) {
    const box = $(".composer-place");
    box.hidden = hidden;
    state.commands = commands;
    state.atEnd = true;
    const text = $("textarea", box);
    text.placeholder = placeholder;
    text.setAttribute("aria-label", placeholder);
    $(".send", box).setAttribute("aria-label", send_label);
    if (!hidden && matchMedia("(min-width: 760px)").matches) text.focus();
  }

  function grow(text) {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
  }

  function complete(text) {
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

  function insert(text, command) {
    text.value = `${command} `;
    $(".completions", text.parentElement).hidden = true;
    text.focus();
  }

  function send(composer) {
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

  function composer_key(event, text) {
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

  function combo_key(event, box, offers) {
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

  // -- after the server has drawn something -------------------------------------------------

  let shown_view = "";

  function redrawn() {
    for (const node of $$("input[data-epoch]")) {
      const local = new Date(node.dataset.epoch * 1000 - new Date().getTimezoneOffset() * 60000);
      node.value = local.toISOString().slice(0, 16);
      node.removeAttribute("data-epoch");
    }
    restore_drafts();
    const view = $("form.modal")?.dataset.surface ?? "";
    const wrong = $("form.modal .invalid :is(input, select, textarea, button)");
    if (view !== shown_view) {
      if (view) state.before ||= document.activeElement;
      const wishes = ["[autofocus]", ".modal-body :is(input, select, textarea)", ".primary", ".x"];
      if (view) wishes.map((wish) => $(`form.modal ${wish}`)).find(Boolean)?.focus();
      else if (state.before?.isConnected) state.before.focus(), (state.before = null);
      shown_view = view;
    } else if (state.submitted && wrong) {
      state.submitted = false;
      wrong.focus();
    } else restore_focus();
    for (const each of $$("details[data-entry]")) each.open = state.open.has(each.dataset.entry);
    const stream = $(".stream");
    if (stream && state.atEnd) stream.scrollTop = stream.scrollHeight;
  }

  function restore_drafts() {
    const present = new Set();
    for (const node of $$("textarea, input")) {
      const key = keyOf(node);
      present.add(key);
      const draft = state.drafts.get(key);
      if (draft !== undefined && node.value !== draft && document.activeElement !== node) {
        node.value = draft;
      }
    }
    for (const key of state.drafts.keys()) if (!present.has(key)) state.drafts.delete(key);
  }

  function restore_focus() {
    if (document.activeElement !== document.body || !state.focus) return;
    const [key, start, end] = state.focus;
    const node = $$("textarea, input, select, button").find((each) => keyOf(each) === key);
    node?.focus({ preventScroll: true });
    if (start !== null && node?.setSelectionRange) {
      try { node.setSelectionRange(start, end); } catch { /* not a field of text */ }
    }
  }

  function focused(event) {
    const key = keyOf(event.target);
    const caret = () => { try { return event.target.selectionStart; } catch { return null; } };
    state.focus = key ? [key, caret() ?? null, caret() ?? null] : null;
    const combo = event.target.closest(".combo");
    if (combo && event.target.matches("input") && combo.dataset.least === "0") wanted(combo, "");
  }

  function remember_caret() {
    const node = document.activeElement;
    if (state.focus && node && keyOf(node) === state.focus[0]) {
      try { state.focus = [keyOf(node), node.selectionStart, node.selectionEnd]; } catch { /* */ }
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

  async function dropped(event) {
    const channel = $("[data-place][aria-current=page]")?.dataset.place?.replace(/^c:/, "");
    if (!event.dataTransfer?.files.length || !channel) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) await put(file, channel);
  }

  document.documentElement.dataset.theme = localStorage.getItem("theme") || "";
  document.addEventListener("click", press);
  document.addEventListener("change", changed);
  document.addEventListener("input", input);
  document.addEventListener("keydown", key);
  document.addEventListener("keyup", remember_caret);
  document.addEventListener("submit", submit);
  document.addEventListener("focusin", focused);
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", dropped);
  document.addEventListener("focusout", (event) => {
    const combo = event.target.closest?.(".combo");
    if (combo) setTimeout(() => combo.contains(document.activeElement) || close_offers(), 200);
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
  new MutationObserver(debounce(0, redrawn)).observe(document.documentElement,
    { childList: true, subtree: true });

  return { compose, offer, toast };
})();
