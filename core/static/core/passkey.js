// A passkey that was not found, or a person who stopped: say so instead of doing nothing.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
