// What is shown.

// Around one command there is the list that it is chosen from.
const around = {
  back: "← Inventory",
  order: chosen,
  linkTo: (index) => ({ href: "#" + (index + 1) }),
  linkBack: () => ({ href: "#" }),
  close: () => { location.hash = "#"; },
};

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

startTheme();
startInventory();
startDetail();
addEventListener("hashchange", route);
route();
