// Runs once when Gradio has put the outcome bar in place; `element` and `trigger` are given by Gradio.
// The case is the form in this page: it is sent with each change and kept in this browser as a draft.
const KEY = "kuanyan-desk-draft";
const PATIENCE = 8000; // milliseconds until an event that nobody answered is given up
const page = document;
const bar = element;
page.documentElement.lang = "zh-CN";
const opened = new Set();
let focused = "";
let typing = 0;

function all(selector) {
  return [...page.querySelectorAll(selector)];
}
function collect() {
  const value = (name) => page.querySelector(`[data-field="${name}"]`)?.value ?? "";
  const held = (name) => Object.fromEntries(all(`[data-${name}]`).map((f) => [f.dataset[name], f.value]));
  const ticks = {};
  for (const box of all("input[data-tick]:checked")) {
    if (!("record" in box.dataset) && box.value !== "unknown") ticks[box.dataset.tick] = box.value;
  }
  const out = all("[data-paper]:not(:checked)").map((box) => [box.dataset.paper, "out"]);
  return {
    token: value("token"), choice: value("choice"), ticks, numbers: held("number"), entries: held("entry"),
    looked: page.querySelector("[data-looked]") !== null, left_out: Object.fromEntries(out),
  };
}
function filled(form) {
  return form.choice || Object.values(form.entries).some(Boolean);
}
function keep(form) {
  try {
    if (filled(form)) localStorage.setItem(KEY, JSON.stringify(form));
    else localStorage.removeItem(KEY);
  } catch { /* a browser that keeps nothing still works */ }
}
// One event at a time: what comes meanwhile waits, and of changes only the last, for each carries the whole form.
const queue = [];
let sent = 0;
let sentAt = 0;
let answered = 0;
function post(action, value, form) {
  const last = queue.at(-1);
  if (last && ["change", "find"].includes(action) && last.action === action) queue.pop();
  queue.push({ action, value, form });
  next();
}
function next() {
  const busy = sent !== answered && Date.now() - sentAt < PATIENCE;
  if (busy || !queue.length || !navigator.onLine) return;
  sent += 1;
  sentAt = Date.now();
  trigger("select", { ...queue.shift(), seq: sent });
}
setInterval(next, PATIENCE);
function send(action, value = "") {
  const form = collect();
  if (action === "choose") form.choice = value;
  keep(form);
  post(action, value, form);
}
function changed(wait = 0) {
  clearTimeout(typing);
  keep(collect());
  typing = setTimeout(() => send("change"), wait);
}
function find() {
  const held = Object.fromEntries(all("[data-find]").map((f) => [f.dataset.find, f.value]));
  post("find", held, {});
}

page.addEventListener("click", (event) => {
  const saved = event.target.closest("[data-file]");
  if (saved) return save(saved);
  const button = event.target.closest("button[data-do]");
  if (!button || !button.closest("[id^=kd-]")) return;
  focused = button.dataset.key ?? "";
  if (button.dataset.do === "new") {
    localStorage.removeItem(KEY);
    return post("new", "", {});
  }
  send(button.dataset.do, button.dataset.value);
});
page.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-tick]")) {
    for (const box of all(`input[data-tick="${field.dataset.tick}"]`)) delete box.dataset.record;
    field.closest(".row").querySelector(".by")?.remove();
    changed();
  } else if (field.matches("[data-number], [data-entry], [data-paper]")) changed();
  else if (field.matches("select[data-find]")) find();
});
page.addEventListener("input", (event) => {
  if (event.target.matches("[data-number], textarea[data-entry], input[data-entry]")) changed(600);
  if (event.target.matches("input[data-find]") && !event.isComposing) {
    clearTimeout(typing);
    typing = setTimeout(find, 200);
  }
});
page.addEventListener("compositionend", (event) => {
  if (event.target.matches("input[data-find]")) find();
});
page.addEventListener("toggle", (event) => {
  const key = event.target.dataset?.key;
  if (key) opened[event.target.open ? "add" : "delete"](key);
}, true);

function save(holder) {
  const bytes = Uint8Array.from(atob(holder.dataset.file), (c) => c.charCodeAt(0));
  const link = page.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: holder.dataset.type }));
  link.download = holder.dataset.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// Drawn anew (Gradio changes nodes in place where it can): open again what was open, save a file that has
// come, put the focus back, send what waits.
let savedLast = "";
function redrawn() {
  for (const box of all("details[data-key]")) if (opened.has(box.dataset.key)) box.open = true;
  const file = page.querySelector("[data-file]");
  if (file && file.dataset.made !== savedLast) {
    savedLast = file.dataset.made;
    save(file);
  }
  answered = Number(page.querySelector("[data-seq]")?.dataset.seq ?? 0);
  next();
  if (focused && page.activeElement === page.body) {
    page.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}
const redraw = new MutationObserver(redrawn);
for (const part of all("[id^=kd-]")) {
  if (part.id !== "kd-main") redraw.observe(part, { childList: true, subtree: true, attributeFilter: ["data-seq", "data-made"] });
}

function network() {
  page.body.classList.toggle("kd-offline", !navigator.onLine);
}
window.addEventListener("offline", network);
window.addEventListener("online", () => {
  network();
  send("change");
});
network();

// A draft left here by a dropped network, a closed page or a restarted server.
let draft = null;
try {
  draft = JSON.parse(localStorage.getItem(KEY) ?? "null");
} catch { /* not ours */ }
if (draft && filled(draft)) post("restore", "", draft);
