// Makes and proves passkeys: asks the server what to ask the device, and sends what it answers with the form that stands there. Without it the page names other ways.
(function () {
  "use strict";
  var forms = document.querySelectorAll("form[data-passkey]");
  if (!window.PublicKeyCredential || !window.fetch || !navigator.credentials) { return; }

  function bytes(text) {
    var binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(binary, function (sign) { return sign.charCodeAt(0); });
  }
  function text(buffer) {
    if (!buffer) { return undefined; }
    var binary = "";
    new Uint8Array(buffer).forEach(function (byte) { binary += String.fromCharCode(byte); });
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function read(options) {
    var asked = options.publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) { asked.user.id = bytes(asked.user.id); }
    (asked.excludeCredentials || []).concat(asked.allowCredentials || []).forEach(function (one) { one.id = bytes(one.id); });
    return { publicKey: asked };
  }
  function written(made) {
    var said = made.response;
    var response = said.attestationObject
      ? { attestationObject: text(said.attestationObject), transports: said.getTransports ? said.getTransports() : undefined }
      : { authenticatorData: text(said.authenticatorData), signature: text(said.signature), userHandle: text(said.userHandle) };
    response.clientDataJSON = text(said.clientDataJSON);
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: response, extensions: {} });
  }

  Array.prototype.forEach.call(forms, function (form) {
    var told = form.querySelector("[data-told]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      told.hidden = true;
      fetch(form.getAttribute("data-challenge"), {
        method: "POST", credentials: "same-origin", body: new URLSearchParams({ token: form.elements.token.value })
      }).then(function (answer) {
        if (!answer.ok) { throw new Error(answer.status); }
        return answer.json();
      }).then(function (options) {
        return navigator.credentials[form.getAttribute("data-passkey")](read(options));
      }).then(function (made) {
        form.elements.credential.value = written(made);
        form.submit();
      }).catch(function () { told.hidden = false; });
    });
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-no-passkey]"), function (words) { words.hidden = true; });
})();
