var aria = { on: false, start: function () { this.on = !this.on; document.body.className = this.on ? "aria" : ""; } };
function transform() {
  alert("繁体版正在转换,请稍候");
}
function tab(group, index) {
  var panels = document.querySelectorAll("." + group);
  for (var i = 0; i < panels.length; i += 1) {
    panels[i].style.display = i === index ? "" : "none";
  }
}
function views(column, article) {
  var places = document.querySelectorAll(".views");
  for (var i = 0; i < places.length; i += 1) {
    places[i].textContent = String((column * 31 + article * 17) % 5000);
  }
}
function share(kind) {
  var title = encodeURIComponent(document.title);
  var address = encodeURIComponent(location.href);
  return { kind: kind, title: title, address: address };
}
function openForm() {
  document.body.setAttribute("data-form", "open");
}
function fontSize(step) {
  var text = document.getElementById("zoom");
  if (text) {
    var size = parseInt(text.style.fontSize || "16", 10) + step;
    text.style.fontSize = Math.max(12, Math.min(24, size)) + "px";
  }
}
