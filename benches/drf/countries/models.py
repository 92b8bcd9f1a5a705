"""The table `countries_country`."""

from django.db import models


class Country(models.Model):
    name = models.CharField(max_length=100)
    capital = models.CharField(max_length=100)
    area = models.BigIntegerField(help_text="(in square kilometers)", db_index=True)

    class Meta:
        ordering = ["id"]
