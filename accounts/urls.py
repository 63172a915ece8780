from django.urls import path

from accounts.views import data, proxies, steps

app_name = "accounts"
urlpatterns = [
    path("profile/<slug:code>/", steps.own_step, name="step"),
    path("my-data/", data.my_data, name="my_data"),
    path("my-data/export/", data.export, name="export"),
    path("my-data/consent/", data.consent, name="consent"),
    path("my-data/proxies/", proxies.own_proxies, name="proxies"),
    path("my-data/proxies/<uuid:public_id>/end/", proxies.end_own_proxy, name="end_proxy"),
    path("security/", data.security, name="security"),
]
