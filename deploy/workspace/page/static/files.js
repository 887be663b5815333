/* Files that somebody chooses, drops or pastes: into a form's field, a conversation or a thread. */

import { $, keyOf, report, state, surfaceOf } from "./shared.js";
import { grow } from "./boxes.js";

async function put(file, where, more = {}) {
  const query = new URLSearchParams({ name: file.name, ...more });
  const reply = await fetch(`/page-upload/${document.body.dataset.as}/${where}?${query}`,
    { method: "POST", body: file, headers: { "X-Workspace": "page" } });
  return reply.json();
}

export async function given(node, files) {
  const field = node.closest(".files");
  return field ? fill(field, files) : share(node, files);
}

async function fill(field, files) {
  const ids = [];
  for (const file of files) ids.push((await put(file, "form")).id);
  report({ do: "fill", surface: surfaceOf(field), path: field.dataset.path, value: ids });
}

async function share(node, files) {
  const panel = thread_panel(node);
  const shown = panel && $("[data-thread]", panel).dataset;
  const place = $("[data-place][aria-current=page]")?.dataset.place ?? "h:";
  if (!shown && place.startsWith("h:")) return;
  const comment = taken($("textarea", panel ?? $(".composer-place")));
  for (const [number, file] of [...files].entries()) {
    await put(file, shown?.channel ?? place.replace("c:", ""),
              { comment: number ? "" : comment, thread: shown?.thread ?? "" });
  }
}

function thread_panel(node) {
  const panel = node.closest(".r-panel");
  return panel && $("[data-thread]", panel) ? panel : null;
}

/* Take what is written in a text box; it goes with the first file. */
function taken(box) {
  const words = box.value.trim();
  box.value = "";
  state.drafts.delete(keyOf(box));
  grow(box);
  return words;
}

/* Where a dropped or pasted file goes: under a modal nowhere but into its field. */
function target(event) {
  const modal = $("form.modal");
  if (modal) return event.target.closest(".files") ?? $(".files", modal);
  return thread_panel(event.target) ?? $(".conversation");
}

export function dragged(event) {
  event.preventDefault();
  const place = event.dataTransfer.types.includes("Files") && target(event);
  if (!place) return;
  place.classList.add("dropping");
  clearTimeout(place.left);
  place.left = setTimeout(() => place.classList.remove("dropping"), 200);
}

export function dropped(event) {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  const place = target(event);
  if (place) given(place, event.dataTransfer.files);
}

export function pasted(event) {
  const files = event.clipboardData?.files ?? [];
  const place = files.length && target(event);
  if (place) given(place, files);
}
