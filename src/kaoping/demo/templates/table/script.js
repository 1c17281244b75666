function hits(id, owner) {
  var place = document.getElementById("hits");
  if (place) { place.innerHTML = String(100 + (id * 7 + owner) % 900); }
}
function checkSearch(form) {
  if (!form.word.value) { alert("请输入检索内容"); form.word.focus(); return false; }
  return true;
}
var slideNow = 0, slideTotal = 4, slideTimer = null;
function slideTo(index) {
  for (var i = 0; i < slideTotal; i++) {
    var picture = document.getElementById("slide_" + i);
    if (picture) { picture.style.display = i === index ? "block" : "none"; }
  }
  slideNow = index;
}
function slideNext() {
  slideTo((slideNow + 1) % slideTotal);
  slideTimer = setTimeout(slideNext, 5000);
}
function rollover(cell, colour) {
  cell.style.backgroundColor = colour;
}
function openForm() {
  window.open("about:blank", "form", "width=600,height=480");
}
