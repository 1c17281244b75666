function pad(number) {
  return number < 10 ? "0" + number : "" + number;
}
function showToday() {
  var now = new Date();
  var names = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];
  var place = document.getElementById("today");
  if (place) {
    place.innerHTML = now.getFullYear() + "年" + pad(now.getMonth() + 1) + "月" + pad(now.getDate()) + "日 " + names[now.getDay()];
  }
}
function addFavorite() {
  alert("请使用 Ctrl+D 收藏本站");
}
function setHome(link) {
  alert("您的浏览器不支持自动设置,请在浏览器设置中操作");
  return link;
}
function search(form) {
  if (form.q.value.replace(/\s/g, "") === "") {
    alert("请输入关键字");
    return false;
  }
  return true;
}
function zoom(size) {
  var text = document.getElementById("zoom");
  if (!text) { return; }
  var parts = text.getElementsByTagName("p");
  for (var i = 0; i < parts.length; i += 1) {
    parts[i].style.fontSize = size + "px";
  }
}
function leaving(link) {
  if (link.hostname && link.hostname !== location.hostname) {
    return confirm("您访问的链接即将离开本网站,是否继续?");
  }
  return true;
}
function openForm() {
  location.hash = "form";
}
if (window.addEventListener) {
  window.addEventListener("load", showToday);
}
