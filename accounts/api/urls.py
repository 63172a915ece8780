from django.urls import path

from accounts.api import proxies, views

urlpatterns = [
    path("token/", views.TokenView.as_view(), name="token"),
    path("places/", views.PlacesView.as_view(), name="places"),
    path("me/", views.MeView.as_view(), name="me"),
    path("me/place/", views.MyPlaceView.as_view(), name="my_place"),
    path("me/languages/", views.MyLanguagesView.as_view(), name="my_languages"),
    path("me/interests/", views.MyInterestsView.as_view(), name="my_interests"),
    path("me/profile/", views.MyProfileView.as_view(), name="my_profile"),
    path("me/disclosures/", views.MyDisclosuresView.as_view(), name="my_disclosures"),
    path("me/consents/", views.MyConsentsView.as_view(), name="my_consents"),
    path("me/consents/<slug:purpose>/", views.MyConsentView.as_view(), name="my_consent"),
    path("me/proxies/", proxies.MyProxiesView.as_view(), name="my_proxies"),
    path("me/proxies/<uuid:public_id>/", proxies.MyProxyView.as_view(), name="my_proxy"),
    path("helping/", proxies.HelpingView.as_view(), name="helping"),
    path(
        "helping/<uuid:public_id>/profile/",
        proxies.HelpingProfileView.as_view(),
        name="helping_profile",
    ),
    path("me/export/", views.MyExportView.as_view(), name="my_export"),
]
