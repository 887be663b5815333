/* Files that somebody chooses, drops or pastes: into a form's field, or into the conversation. */

import { $, report, surfaceOf } from "./shared.js";

async function put(file, where, comment = "") {
  const query = new URLSearchParams({ name: file.name, comment });
  const reply = await fetch(`/page-upload/${document.body.dataset.as}/${where}?${query}`,
    { method: "POST", body: file, headers: { "X-Workspace": "page" } });
  return reply.json();
}

export async function given(node, files) {
  const field = node.closest(".files");
  return field ? fill(field, files) : share(files);
}

async function fill(field, files) {
  const ids = [];
  for (const file of files) ids.push((await put(file, "form")).id);
  report({ do: "fill", surface: surfaceOf(field), path: field.dataset.path, value: ids });
}

async function share(files) {
  const place = $("[data-place][aria-current=page]")?.dataset.place;
  const box = $(".composer-place textarea");
  if (!place || place.startsWith("h:")) return;
  let comment = box.value.trim();
  box.value = "";
  for (const file of files) {
    await put(file, place.replace("c:", ""), comment);
    comment = "";
  }
}

/* Where a dropped file would go: under a modal nothing can be dropped but into its field. */
function target(event) {
  const modal = $("form.modal");
  return modal ? event.target.closest(".files") ?? $(".files", modal) : $(".conversation");
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
