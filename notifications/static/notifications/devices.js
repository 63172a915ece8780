// "Show messages on this device": asks the browser for an address to send to, and sends it with the form. What does not work is said.
"use strict";
(() => {
  const form = document.getElementById("add-device");
  const say = (id) => { document.getElementById(id).hidden = false; };
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return say("cannot-show");
  form.hidden = false;

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

  const subscribe = async (manager) => {
    const before = await manager.getSubscription();
    if (before) await before.unsubscribe(); // perhaps made for another key of ours
    return manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const id of ["may-not-show", "could-not-show"]) document.getElementById(id).hidden = true;
    try {
      if (await Notification.requestPermission() !== "granted") return say("may-not-show");
      await navigator.serviceWorker.register(form.dataset.worker);
      const worker = await navigator.serviceWorker.ready;
      const { endpoint, keys } = (await subscribe(worker.pushManager)).toJSON();
      for (const [name, value] of Object.entries({ endpoint, ...keys })) form.elements[name].value = value;
      form.submit();
    } catch {
      say("could-not-show");
    }
  });
})();
