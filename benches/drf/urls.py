"""The router of the tutorial."""

from countries.views import CountryViewSet
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.register("countries", CountryViewSet)
urlpatterns = router.urls
