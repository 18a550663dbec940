// What is shown, and in which colours.

// route shows what the address says behind #: a command by its number, else the list.
function route() {
  const n = Number(location.hash.slice(1));
  const open = Number.isInteger(n) && n >= 1 && n <= data.commands.length;
  byId("list").hidden = open;
  byId("detail").hidden = !open;
  if (open) {
    showCommand(n - 1);
    return;
  }
  const left = detail.command;
  closeCommand();
  if (left >= 0) {
    const link = document.querySelector(`tr[data-command="${left}"] a`);
    if (link) link.focus();
  }
}

const themes = { auto: ["◐ auto", "as the system says"], light: ["○ light", "light"], dark: ["● dark", "dark"] };

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").textContent = themes[name][0];
  byId("theme").setAttribute("aria-label", "Colours: " + themes[name][1]);
}

function startTheme() {
  let now = "auto";
  // A browser may forbid a page to remember anything.
  try { now = localStorage.getItem("wipelint-theme") || "auto"; } catch { /* then it is as the system says */ }
  if (!(now in themes)) now = "auto";
  setTheme(now);
  byId("theme").addEventListener("click", () => {
    const names = Object.keys(themes);
    now = names[(names.indexOf(now) + 1) % names.length];
    setTheme(now);
    try { localStorage.setItem("wipelint-theme", now); } catch { /* it holds for this visit */ }
  });
}

startTheme();
startInventory();
startDetail();
addEventListener("hashchange", route);
route();
