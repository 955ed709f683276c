// Runs once for each side of the page when Gradio has put it in place; `element` and `trigger` are given by
// Gradio. Sends taps to the server, keeps what was open and focused when a side is drawn anew, opens clauses.
const page = (window.kuanyan ??= start());
page.attach(element, trigger);

function start() {
  document.documentElement.lang = "zh-CN";
  const opened = new Set();
  let send = () => {};
  let focused = "";
  let turn = "";
  const narrow = matchMedia("(max-width: 1023px)");
  const voice = document.body.appendChild(document.createElement("div"));
  voice.id = "ky-voice";
  voice.className = "sr";
  voice.setAttribute("role", "status");
  const sheet = document.body.appendChild(document.createElement("dialog"));
  sheet.id = "ky-sheet";

  function tap(target) {
    const { do: action, name = "", value = "" } = target.dataset;
    if (action === "print") return window.print();
    focused = target.dataset.key ?? "";
    send({ action, name, value });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) return tap(button);
    const ref = event.target.closest("[data-open]");
    if (ref) return openClause(ref.dataset.open);
    if (event.target === sheet || event.target.closest("#ky-sheet .close")) sheet.close();
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset.do === "fact") tap(field);
    if (field.dataset.do === "number") send({ action: "number", name: field.dataset.name, value: field.value });
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
      if (side.querySelector(".talk")) send = (tap) => trigger("select", tap);
      new MutationObserver(() => redrawn(side)).observe(side, { childList: true, subtree: true });
    },
  };
}
