/* One's own messages: the box in which one is changed. */

import { $, ask, report, surfaceOf } from "./shared.js";
import { grow } from "./boxes.js";

export async function edit(button) {
  const box = document.createElement("textarea");
  box.className = "field";
  box.dataset.testid = "edit-text";
  box.value = button.dataset.text;
  const question = JSON.parse(button.dataset.question);
  box.setAttribute("aria-label", question.title);
  box.addEventListener("input", () => grow(box));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    $("[value=yes]", box.closest("dialog")).click();
  });
  const said = (await ask(question, box)) && box.value.trim();
  if (said && said !== button.dataset.text) report({ do: "edit", surface: surfaceOf(button), text: said });
}
