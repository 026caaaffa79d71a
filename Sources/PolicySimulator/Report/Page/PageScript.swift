/// Reads out the values under the pointer, or under a cursor that arrow keys move.
///
/// It is constant: what it shows comes from attributes, and goes into the page as text. Written
/// without the signs that XML reserves.
enum PageScript {
  /// The script.
  static let text: Markup = """

    (function () {
      "use strict";
      function make(name, parent, text) {
        var made = document.createElement(name === "b" ? "b" : name === "i" ? "i" : "div");
        if (name.length !== 1) made.className = name;
        if (text) made.textContent = text;
        parent.appendChild(made);
        return made;
      }
      function prepare(box) {
        var plots = box.querySelectorAll(".plot"), keys = box.querySelectorAll("[data-v]");
        if (plots.length === 0 || keys.length === 0) return;
        var plot = plots[plots.length - 1], lists = [], count = 0, at = -1;
        keys.forEach(function (key) { lists.push(key.getAttribute("data-v").split(",")); });
        count = lists[0].length;
        var share = Number(box.getAttribute("data-w")) / 100;
        var line = make("cursor", box), read = make("read", box);
        read.setAttribute("aria-live", "polite");
        function hide() { at = -1; line.hidden = true; read.hidden = true; }
        function show(i, y) {
          var outer = box.getBoundingClientRect(), inner = plot.getBoundingClientRect();
          var x = inner.left - outer.left + inner.width * share * (i + 0.5) / count;
          if (i !== at) {
            read.textContent = "";
            lists.forEach(function (list, k) {
              if (k === 0) { make("when", read, list[i]); return; }
              if (list[i] === "0") return;
              var row = make("row", read), swatch = make("i", row);
              row.className = keys[k].className;
              swatch.className = "swatch";
              row.appendChild(document.createTextNode(keys[k].getAttribute("data-n")));
              make("b", row, list[i]);
            });
            at = i;
          }
          line.hidden = false;
          read.hidden = false;
          line.style.left = x + "px";
          var left = x + 14 + read.offsetWidth > outer.width ? x - 14 - read.offsetWidth : x + 14;
          read.style.left = Math.max(0, left) + "px";
          read.style.top = Math.max(0, y) + "px";
        }
        box.addEventListener("pointermove", function (event) {
          var inner = plot.getBoundingClientRect(), outer = box.getBoundingClientRect();
          var i = Math.floor((event.clientX - inner.left) / (inner.width * share) * count);
          if (i >= 0 ? count > i : false) show(i, event.clientY - outer.top + 16); else hide();
        });
        box.addEventListener("pointerleave", hide);
        box.addEventListener("blur", hide);
        box.addEventListener("keydown", function (event) {
          var step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
          if (event.key === "Escape") hide();
          if (step === 0) return;
          event.preventDefault();
          show(Math.min(count - 1, Math.max(0, at + step)), 40);
        });
        box.tabIndex = 0;
        hide();
      }
      document.querySelectorAll(".times").forEach(prepare);
    })();

    """
}
