// Runs once for each side of the page when Gradio has put it in place; `element` and `trigger` are given by
// Gradio. Sends taps to the server, keeps what was open and focused when a side is drawn anew, opens clauses.
const page = (window.kuanyan ??= start());
page.attach(element, trigger);

function start() {
  const html = document.documentElement;
  html.lang = "zh-CN";
  const KEPT = "kuanyan-visit", SIZE = "kuanyan-size";
  const opened = new Set();
  const ticked = new Set();
  const taps = [];
  let post = () => {};
  let busy = 0;
  let focused = "";
  let turn = "";
  const narrow = matchMedia("(max-width: 1023px)");
  const voice = document.body.appendChild(document.createElement("div"));
  voice.id = "ky-voice";
  voice.className = "sr";
  voice.setAttribute("role", "status");
  const sheet = document.body.appendChild(document.createElement("dialog"));
  sheet.id = "ky-sheet";

  // One tap at a time: of two that come at once Gradio would drop one, and the page would show a fact that the
  // outcome does not know of. What is drawn anew tells that a tap was heard; one that changes nothing is given up.
  const HEARD = 40, GIVEN_UP = 3000; // milliseconds
  function send(tap) {
    taps.push(tap);
    next();
  }
  function next() {
    if (busy || !taps.length) return;
    post(taps.shift());
    freeIn(GIVEN_UP);
  }
  function freeIn(time) {
    clearTimeout(busy);
    busy = setTimeout(() => { busy = 0; next(); }, time);
  }

  function tap(target) {
    const { do: action, name = "", value = "" } = target.dataset;
    if (action === "print") return window.print();
    if (action === "copy") return copy(target);
    focused = target.dataset.key ?? "";
    send({ action, name, value });
  }

  // Copies also where a page that is not from this machine has no clipboard of its own.
  async function copy(button) {
    const field = button.dataset.from && document.getElementById(button.dataset.from);
    const text = field ? field.value : button.dataset.text;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    voice.textContent = document.querySelector(".tools").dataset.done;
    const label = button.textContent;
    if (label === voice.textContent) return;
    button.textContent = voice.textContent;
    setTimeout(() => { button.textContent = label; }, 1600);
  }

  function resize(size) {
    html.dataset.size = size;
    localStorage.setItem(SIZE, size);
    for (const button of document.querySelectorAll("[data-size][aria-label]")) {
      button.setAttribute("aria-pressed", button.dataset.size === size);
    }
  }

  document.addEventListener("click", (event) => {
    const size = event.target.closest("button[data-size]");
    if (size) return resize(size.dataset.size);
    const button = event.target.closest("button[data-do]");
    if (button) return tap(button);
    const ref = event.target.closest("[data-open]");
    if (ref) return openClause(ref.dataset.open);
    if (event.target === sheet || event.target.closest("#ky-sheet .close")) sheet.close();
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type === "checkbox") ticked[field.checked ? "add" : "delete"](`${turn} ${field.dataset.key}`);
    if (field.dataset.do === "fact") tap(field);
    if (field.dataset.do === "number") send({ action: "number", name: field.dataset.name, value: field.value });
  });
  document.addEventListener("submit", (event) => {
    const action = event.target.dataset.form;
    if (!action) return;
    event.preventDefault();
    send({ action, name: "", value: JSON.stringify(Object.fromEntries(new FormData(event.target))) });
  });
  document.addEventListener("toggle", (event) => {
    const key = event.target.dataset?.key;
    if (key) opened[event.target.open ? "add" : "delete"](key);
  }, true);

  // A fact shows where in the question it was read.
  for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    document.addEventListener(name, (event) => point(event.target.closest?.("[data-fact]"), on));
  }
  function point(holder, on) {
    if (!holder) return;
    for (const mark of document.querySelectorAll("mark[data-fact]")) {
      if (mark.dataset.fact === holder.dataset.fact) mark.classList.toggle("pointed", on);
    }
  }

  function openClause(id) {
    const clause = document.getElementById(id);
    if (!clause) return;
    if (narrow.matches) return openSheet(clause);
    clause.querySelector("details").open = true;
    clause.scrollIntoView({ block: "nearest", behavior: "smooth" });
    clause.classList.add("pointed");
    setTimeout(() => clause.classList.remove("pointed"), 1600);
  }
  function openSheet(clause) {
    const copy = clause.cloneNode(true);
    copy.removeAttribute("id");
    copy.querySelector("details").open = true;
    const close = document.createElement("button");
    close.className = "close";
    close.textContent = clause.closest(".ground").dataset.close;
    const holder = document.createElement("div");
    holder.className = "ground";
    holder.append(copy);
    sheet.replaceChildren(close, holder);
    sheet.showModal();
  }

  // Drawn anew: open again what was open, put the focus back, say the outcome, go to a new question's top.
  function redrawn(side) {
    for (const box of side.querySelectorAll("details[data-key]")) {
      if (opened.has(box.dataset.key)) box.open = true;
    }
    const own = side.querySelector(".talk");
    if (own) keep(own);
    if (own && busy) freeIn(HEARD);
    for (const box of side.querySelectorAll("input[type=checkbox][data-key]")) {
      box.checked = ticked.has(`${own.dataset.turn ?? ""} answered ${box.dataset.key}`);
    }
    const link = side.querySelector("#ky-link");
    if (link?.value.startsWith("/")) link.value = location.origin + link.value;
    if (focused && document.activeElement === document.body) {
      const same = side.querySelector(`[data-key="${CSS.escape(focused)}"]`);
      (same ?? side.querySelector(".outcome"))?.focus({ preventScroll: true });
    }
    const outcome = side.querySelector("[data-say]");
    if (outcome && voice.textContent !== outcome.dataset.say) voice.textContent = outcome.dataset.say;
    if (side.querySelector(".talk")) follow(outcome);
    const talk = side.querySelector(".talk");
    const now = talk && `${talk.dataset.turn ?? ""} ${talk.querySelector(".waiting") ? "waiting" : "answered"}`;
    if (talk && now !== turn) {
      turn = now;
      focused = "";
      const top = talk.querySelector(".asked");
      const far = top ? top.getBoundingClientRect().top + scrollY : 0;
      scrollTo({ top: far < innerHeight / 3 ? 0 : far - 16 }); // the head stays when there is room for it
    }
  }

  // The visit outlives a page loaded anew, and ends with its tab.
  function keep(talk) {
    html.lang = talk.dataset.language === "en" ? "en" : "zh-CN";
    if (talk.dataset.keep) sessionStorage.setItem(KEPT, talk.dataset.keep);
  }
  function goOn() {
    const before = sessionStorage.getItem(KEPT);
    if (before && !new URLSearchParams(location.search).has("s")) send({ action: "restore", name: "", value: before });
  }

  // While the card is out of sight its outcome stands beside the input box.
  const away = new IntersectionObserver(([seen]) => {
    document.body.classList.toggle("ky-away", !seen.isIntersecting);
  });
  function follow(outcome) {
    away.disconnect();
    document.body.classList.remove("ky-away");
    if (outcome) away.observe(outcome);
  }

  return {
    attach(side, trigger) {
      if (side.querySelector(".talk")) {
        post = (tap) => trigger("select", tap);
        resize(localStorage.getItem(SIZE) ?? "normal");
        goOn();
      }
      // Where only words change Gradio keeps the elements: then what is to be kept tells that it was drawn anew.
      const seen = { childList: true, subtree: true, attributeFilter: ["data-keep"] };
      new MutationObserver(() => redrawn(side)).observe(side, seen);
    },
  };
}
