(function () {
  "use strict";
  var buttons = document.querySelectorAll("header nav button");
  function close(except) {
    buttons.forEach(function (button) {
      if (button !== except) { button.setAttribute("aria-expanded", "false"); }
    });
  }
  buttons.forEach(function (button) {
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", function () {
      var open = button.getAttribute("aria-expanded") === "true";
      close(button);
      button.setAttribute("aria-expanded", open ? "false" : "true");
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { close(null); }
  });
  document.querySelectorAll('a[rel="external"]').forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (!window.confirm("您访问的链接即将离开本网站,是否继续?")) { event.preventDefault(); }
    });
  });
  window.openSearch = function () {
    var words = document.getElementById("searchword").value;
    if (words) { window.location = "/search?keyword=" + encodeURIComponent(words); }
  };
  document.getElementById("searchword").addEventListener("keydown", function (event) {
    if (event.key === "Enter") { window.openSearch(); }
  });
})();
