// Only improves: every page works without it. Keeps an answer while the network is away, guards the double click, copies a link.
(function () {
  "use strict";
  var KEY = "crema-answer";
  var notice = document.getElementById("notice");
  function say(text) { if (notice) { notice.textContent = text || ""; } }
  function store(value) { try { if (value) { sessionStorage.setItem(KEY, JSON.stringify(value)); } else { sessionStorage.removeItem(KEY); } } catch (e) { /* a full or closed store: the page still works */ } }
  function kept() { try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (e) { return null; } }

  // A form whose button only stands for browsers without script.
  var go = document.querySelector("form[data-go]");
  if (go) { go.submit(); }

  var wait = 1000;
  function send(answer) {
    return fetch(answer.action, {
      method: "POST", body: answer.body + (answer.at ? "&waited=" + Math.max(0, Date.now() - answer.at) : ""), credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" }
    }).then(function (response) {
      if (response.status === 503 || response.status === 429) { throw new Error("busy"); }
      store(null);
      say("");
      location.assign(response.redirected ? response.url : answer.action);
    }).catch(function () {
      say(notice && notice.getAttribute("data-waiting"));
      wait = Math.min(wait * 2, 30000);
      setTimeout(function () { send(answer); }, wait);
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.getAttribute("data-forget") !== null) { store(null); return; }
    if (form.getAttribute("data-sent") !== null) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    setTimeout(function () { form.removeAttribute("data-sent"); }, 4000);
    if (form.getAttribute("data-answer") === null || navigator.onLine !== false) { return; }
    event.preventDefault();
    var pairs = [];
    var data = new FormData(form);
    if (event.submitter && event.submitter.name) { data.append(event.submitter.name, event.submitter.value); }
    data.forEach(function (value, name) { pairs.push(encodeURIComponent(name) + "=" + encodeURIComponent(value)); });
    var answer = { action: form.action, body: pairs.join("&"), at: Date.now() };
    store(answer);
    say(notice && notice.getAttribute("data-waiting"));
    send(answer);
  });
  window.addEventListener("online", function () { var answer = kept(); if (answer) { wait = 1000; send(answer); } });
  // The back button of a shared tablet: never show a page from memory.
  window.addEventListener("pageshow", function (event) { if (event.persisted) { location.reload(); } });
  var left = kept();
  if (left) {
    var attempt = left.action.split("/items/")[0];
    if (location.href.indexOf(attempt) === 0) { send(left); } else { store(null); }
  }
  // The server's clock counts; this only tells when five minutes are left, and shows the end when it has come.
  var time = document.querySelector("[data-left]");
  if (time) {
    var seconds = Number(time.getAttribute("data-left"));
    if (seconds > 300 && seconds < 86400) { setTimeout(function () { say(time.getAttribute("data-near")); }, (seconds - 300) * 1000); }
    if (seconds < 86400) { setTimeout(function () { location.reload(); }, (seconds + 1) * 1000); }
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () { button.textContent = button.getAttribute("data-copied"); });
    });
  });
})();
