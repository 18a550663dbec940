// The colours: as the system says, light or dark.

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
