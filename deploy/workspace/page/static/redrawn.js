/* After the server has drawn something: focus, drafts and scroll stay where they were. */

import { $, $$, keyOf, state } from "./shared.js";
import { filter, offer_again, wanted } from "./boxes.js";

// -- after the server has drawn something -------------------------------------------------

let shown_view = "";

export function redrawn() {
  for (const node of $$("input[data-epoch]")) {
    const local = new Date(node.dataset.epoch * 1000 - new Date().getTimezoneOffset() * 60000);
    node.value = local.toISOString().slice(0, 16);
    node.removeAttribute("data-epoch");
  }
  restore_drafts();
  for (const node of $$("[data-filter]")) if (node.value) filter(node);
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
  offer_again();
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
  const node = $$("textarea, input, select, button:not([data-remove])")
    .find((each) => keyOf(each) === key);
  node?.focus({ preventScroll: true });
  if (start !== null && node?.setSelectionRange) {
    try { node.setSelectionRange(start, end); } catch { /* not a field of text */ }
  }
}

export function focused(event) {
  const key = keyOf(event.target);
  const caret = () => { try { return event.target.selectionStart; } catch { return null; } };
  state.focus = key ? [key, caret() ?? null, caret() ?? null] : null;
  const combo = event.target.closest(".combo");
  if (combo && event.target.matches("input") && combo.dataset.least === "0") {
    wanted(combo, state.drafts.get(key) ?? "");
  }
}

export function remember_caret() {
  const node = document.activeElement;
  if (state.focus && node && keyOf(node) === state.focus[0]) {
    try { state.focus = [keyOf(node), node.selectionStart, node.selectionEnd]; } catch { /* */ }
  }
}
