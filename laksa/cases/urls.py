from django.urls import re_path

from laksa.cases import views

urlpatterns = [
    re_path(r"^foto/(?P<name>[0-9a-f]{32})-(?P<size>[ls])\.webp$", views.show_photo, name="photo"),
]
