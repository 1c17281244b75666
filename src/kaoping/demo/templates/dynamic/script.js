function drop(index) {
  for (var i = 1; i < 9; i++) {
    var menu = document.getElementById("drop" + i);
    if (menu) { menu.className = i === index ? "open" : ""; }
  }
}
function jump(list) {
  var address = list.options[list.selectedIndex].value;
  if (address) { window.open(address); }
}
function login(form) {
  if (!form.user.value || !form.code.value) {
    alert("请输入用户名和验证码");
    return false;
  }
  return true;
}
function countDown(place, seconds) {
  place.innerHTML = seconds;
  if (seconds > 0) { setTimeout(function () { countDown(place, seconds - 1); }, 1000); }
}
function openForm() {
  document.getElementById("body").setAttribute("data-form", "1");
}
