"""The viewset of the tutorial."""

from rest_framework import viewsets

from .models import Country
from .serializers import CountrySerializer


class CountryViewSet(viewsets.ModelViewSet):
    serializer_class = CountrySerializer
    queryset = Country.objects.all()
    filterset_fields = {"area": ["gte", "lte"]}
    search_fields = ["name", "capital"]
    ordering_fields = ["name", "area"]
