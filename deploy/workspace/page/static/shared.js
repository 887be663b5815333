/* What the other scripts of the page share: finding, reporting, asking before something large. */

export const state = { commands: [], drafts: new Map(), focus: null, atEnd: true, submitted: false,
  open: new Set() };
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const report = (what) => emitEvent("gesture", what);

export function debounce(wait, work) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), wait);
  };
}

export const surfaceOf = (node) => node.closest("[data-surface]")?.dataset.surface ?? "";
export const keyOf = (node) => {
  const field = node.dataset?.path ? node : node.closest?.(".combo");
  return field
    ? `${surfaceOf(field)} ${field.dataset.path}`
    : node.dataset?.testid || node.dataset?.search || node.id || "";
};

// -- questions before something large -----------------------------------------------------

/* Ask before something large; with a box, ask for what stands in it. */
export function ask(question, box = null) {
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
    if (box) $(".confirm-text", dialog).append(box);
    dialog.showModal();
    (box ?? yes).focus();
    box?.dispatchEvent(new Event("input"));
  });
}

export const agreed = async (node) =>
  !node.dataset.confirm || (await ask(JSON.parse(node.dataset.confirm)));
