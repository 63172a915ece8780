{% load static %}// Shows what is told to somebody, and opens the page when it is pressed. It keeps no pages: what is shown is always fresh.
"use strict";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(told.title || "Kompaan", {
    icon: "{% static 'core/icon-192.png' %}",
    data: { url: told.url },
  }));
});

// Only pages of this site, whatever a message says.
const pageOf = (url) => {
  const page = new URL(url || "/", self.location.origin);
  return page.origin === self.location.origin ? page.href : self.location.origin;
};

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(pageOf(event.notification.data.url)));
});
