// Proposes communes while one is typed. Without it the field works alike: the page asks which commune is meant where several fit.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("input[data-places]"), function (field) {
    var list = document.getElementById(field.getAttribute("data-places"));
    var timer = 0, asked = "";
    if (!list || !window.fetch) { return; }
    function propose() {
      var typed = field.value.trim();
      if (typed.length < 3 || typed === asked) { return; }
      asked = typed;
      fetch("/communes.json?q=" + encodeURIComponent(typed)).then(function (answer) { return answer.ok ? answer.json() : { communes: [] }; }).then(function (found) {
        if (field.value.trim() !== typed) { return; }
        list.textContent = "";
        found.communes.forEach(function (commune) {
          var option = document.createElement("option");
          option.value = commune.label;
          option.textContent = commune.department || "";
          list.appendChild(option);
        });
      }).catch(function () { asked = ""; });
    }
    field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(propose, 500); });
  });
})();
