// What the page shows stands in it.

const data = JSON.parse(document.getElementById("data").textContent);
